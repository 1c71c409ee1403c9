/** Something the person can settle in their wallet or authenticator; `message` is the sentence to show. */
export class WalletProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WalletProblem'
  }
}

/** What a provider's refusal means, in a sentence (EIP-1193 codes, and CAIP-25's for a refusal). Its own words are kept out: anyone may have written them. */
export function walletSentence(error: unknown): string {
  const code = codeOf(error)
  if (code === 4001 || code === 5000) return "You closed the wallet's prompt. Nothing was signed or sent."
  if (code === 4100) return 'The wallet is locked, or it did not allow this account here. Unlock it and try again.'
  if (code === 4900 || code === 4901) return 'The wallet is not connected to its chain. Connect it and try again.'
  if (code === 4902) return 'The wallet does not know this chain. Add the chain to it and try again.'
  if (code === -32002) return 'The wallet has a prompt open already. Answer it there.'
  if (isAboutFunds(error))
    return 'The wallet cannot pay for this transaction. It needs more of the chain’s own coin for gas.'
  return 'The wallet did not do this. Look at the wallet, then try again.'
}

function codeOf(error: unknown): number | null {
  for (const one of causesOf(error)) if ('code' in one && typeof one.code === 'number') return one.code
  return null
}

// No code says it: -32000 stands for every fault of a node. Its words are only matched, never shown.
const isAboutFunds = (error: unknown): boolean =>
  causesOf(error).some(
    (one) =>
      'message' in one &&
      typeof one.message === 'string' &&
      /insufficient (funds|balance)|not enough (funds|balance)|gas required exceeds allowance/i.test(one.message),
  )

/** An error, and what it says caused it: wallets wrap what their node said as `cause` or `data`. */
function causesOf(error: unknown): readonly object[] {
  const causes: object[] = []
  for (let one: unknown = error; one instanceof Object && causes.length < 5;) {
    causes.push(one)
    one = 'cause' in one && one.cause ? one.cause : 'data' in one ? one.data : null
  }
  return causes
}
