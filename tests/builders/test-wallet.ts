import type { BrowserContext } from 'playwright-core'
import type { Hex, TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { ProviderError, rpcCaller } from '@/lib/demo/rpc'
import { sendTransaction } from '@/lib/demo/send-transaction'

type Params = readonly unknown[]

/** What the person at the wallet does; a test changes it between prompts. */
export type WalletHabits = {
  /** The key it answers for. */
  key: Hex
  chainId: number
  /** Whether it follows a page that asks it to switch. */
  isSwitchable: boolean
  /** Closes the prompt of these methods. */
  closes: ReadonlySet<string>
  /** Signs this instead of what it was asked: a wallet, or a cable to it, in an attacker's hands. */
  replaces: (asked: TypedDataDefinition) => TypedDataDefinition
}

export type TestWallet = {
  readonly name: string
  readonly habits: WalletHabits
  /** Every request a page made, in order. */
  readonly asked: { readonly method: string; readonly params: Params }[]
  /** Every signature it gave over typed data. */
  readonly signatures: Hex[]
}

type Answer = { result: unknown } | { error: { code: number; message: string } }

/**
 * A wallet as a browser extension would be one: announced by EIP-6963 in every page of the context, its key in this
 * process and never in the page.
 */
export async function installTestWallet(
  context: BrowserContext,
  { owner, key, chainUrl, chainId }: { owner: string; key: Hex; chainUrl: string; chainId: number },
): Promise<TestWallet> {
  const name = `${owner}'s wallet`
  const habits = {
    key,
    chainId,
    isSwitchable: true,
    closes: new Set<string>(),
    replaces: (asked) => asked,
  } as WalletHabits
  const wallet: TestWallet = { name, habits, asked: [], signatures: [] }
  const request = answerer(wallet, chainUrl)
  await context.exposeBinding('askTestWallet', async (_source, method: string, params: Params): Promise<Answer> => {
    wallet.asked.push({ method, params })
    try {
      return { result: await request(method, params) }
    } catch (error) {
      const { code, message } = error instanceof ProviderError ? error : new ProviderError(-32603, String(error))
      return { error: { code, message } }
    }
  })
  const slug = owner.toLowerCase()
  // tsx, which runs the bench, marks functions with a helper of its own module that no page has.
  await context.addInitScript('globalThis.__name ??= (named) => named')
  await context.addInitScript(announceInPage, { name, rdns: `test.extension.${slug}`, uuid: uuidOf(slug) })
  return wallet
}

function answerer(wallet: TestWallet, chainUrl: string) {
  const { habits } = wallet
  const rpc = rpcCaller(chainUrl)
  const account = () => privateKeyToAccount(habits.key)
  const own = (address: unknown) => {
    if (String(address).toLowerCase() !== account().address.toLowerCase())
      throw new ProviderError(4100, 'not my account')
  }
  const known: Readonly<Record<string, (params: Params) => unknown>> = {
    eth_accounts: () => [account().address],
    eth_requestAccounts: () => [account().address],
    wallet_requestPermissions: () => [{ parentCapability: 'eth_accounts' }],
    wallet_revokePermissions: () => null,
    eth_chainId: () => `0x${habits.chainId.toString(16)}`,
    wallet_switchEthereumChain: ([target]) => {
      if (!habits.isSwitchable) throw new ProviderError(4902, 'Unrecognized chain ID')
      habits.chainId = Number((target as { chainId: Hex }).chainId)
      return null
    },
    personal_sign: ([message, address]) => {
      own(address)
      return account().signMessage({ message: { raw: message as Hex } })
    },
    eth_signTypedData_v4: async ([address, typed]) => {
      own(address)
      const signature = await account().signTypedData(habits.replaces(JSON.parse(String(typed)) as TypedDataDefinition))
      wallet.signatures.push(signature)
      return signature
    },
    eth_sendTransaction: ([transaction]) => sendTransaction(account(), rpc, transaction),
  }
  return async (method: string, params: Params): Promise<unknown> => {
    if (habits.closes.has(method)) throw new ProviderError(4001, 'User rejected the request.')
    const answer = known[method]
    return answer ? answer(params) : rpc(method, params)
  }
}

declare global {
  interface Window {
    askTestWallet: (method: string, params: readonly unknown[]) => Promise<Answer>
  }
}

// Runs in the page, before its own scripts. Holds no key.
function announceInPage(info: { name: string; rdns: string; uuid: string }): void {
  const provider = {
    async request({ method, params }: { method: string; params?: readonly unknown[] }) {
      const answer = await window.askTestWallet(method, params ?? [])
      if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error)
      return answer.result
    },
    on: () => undefined,
    removeListener: () => undefined,
  }
  const icon = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>'
  const detail = Object.freeze({ info: Object.freeze({ ...info, icon }), provider })
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
}

const uuidOf = (slug: string) =>
  `00000000-0000-4000-8000-${Buffer.from(slug).toString('hex').padStart(12, '0').slice(-12)}`
