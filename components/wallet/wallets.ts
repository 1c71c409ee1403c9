import { type Config, createConfig, custom } from 'wagmi'
import { connect, getConnectors, watchConnectors } from 'wagmi/actions'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import { CHAINS } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import { WalletProblem, walletSentence } from './wallet-problem'

export type WalletChoice = { readonly id: string; readonly name: string }

/** A wallet that answers for at least one account. */
export type OpenWallet = {
  readonly id: string
  readonly name: string
  readonly accounts: readonly Address[]
  readonly chainId: number
  /** @throws WalletProblem with a sentence */
  readonly request: (method: string, params: readonly unknown[]) => Promise<unknown>
}

const [first, ...rest] = CHAINS.map(({ id, name, native }) => ({
  id,
  name,
  nativeCurrency: { ...native, name: native.symbol },
  rpcUrls: { default: { http: [] } },
}))
if (!first) throw new Error('no chain is registered')

// Wallets announce themselves (EIP-6963); the page itself reads no chain, so no transport leads anywhere.
const silent = custom({
  request: async (): Promise<never> => {
    throw new Error('the page reads no chain by itself')
  },
})
const config: Config = createConfig({
  chains: [first, ...rest],
  connectors: [],
  multiInjectedProviderDiscovery: true,
  storage: null,
  transports: Object.fromEntries(CHAINS.map(({ id }) => [id, silent])),
})

/** The wallets that announced themselves so far. */
export function listWallets(): readonly WalletChoice[] {
  return getConnectors(config).map(({ id, name }) => ({ id, name }))
}

/** Calls back whenever a wallet announces itself. */
export function watchWallets(onChange: (wallets: readonly WalletChoice[]) => void): () => void {
  return watchConnectors(config, { onChange: () => onChange(listWallets()) })
}

/**
 * Opens a wallet. Asks its person only when it does not answer for the wanted account already.
 * @throws WalletProblem with a sentence
 */
export async function openWallet(id: string, wanted?: Address): Promise<OpenWallet> {
  const connector = getConnectors(config).find((one) => one.id === id)
  if (!connector) throw new WalletProblem('This wallet is no longer here. Load the page again.')
  try {
    const provider = (await connector.getProvider()) as Provider
    const known = toAccounts(await provider.request({ method: 'eth_accounts' }))
    const isReady = wanted !== undefined && known.some((account) => isSameAddress(account, wanted))
    const accounts = isReady ? known : toAccounts(await accountsOf(connector.uid, provider))
    const chainId = Number(await provider.request({ method: 'eth_chainId' }))
    if (!Number.isSafeInteger(chainId)) throw new WalletProblem(`${connector.name} does not say which chain it is on.`)
    return { id, name: connector.name, accounts, chainId, request: requester(provider) }
  } catch (error) {
    throw error instanceof WalletProblem ? error : new WalletProblem(walletSentence(error))
  }
}

type Provider = { request(call: { method: string; params?: readonly unknown[] }): Promise<unknown> }

async function accountsOf(uid: string, provider: Provider): Promise<unknown> {
  const connector = getConnectors(config).find((one) => one.uid === uid)
  if (connector && config.state.current !== uid) return (await connect(config, { connector })).accounts
  return provider.request({ method: 'eth_requestAccounts' })
}

const requester =
  (provider: Provider): OpenWallet['request'] =>
  async (method, params) => {
    try {
      return await provider.request({ method, params })
    } catch (error) {
      throw new WalletProblem(walletSentence(error))
    }
  }

function toAccounts(answer: unknown): readonly Address[] {
  const given: readonly unknown[] = Array.isArray(answer) ? answer : []
  return given.flatMap((account) => (typeof account === 'string' ? [getAddress(account)] : []))
}
