import type { Hex, TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { DEMO_MARKER } from '@/lib/demo/marker'
import { demoMember } from '@/lib/demo/members'
import { ProviderError, rpcCaller } from '@/lib/demo/rpc'
import { sendTransaction } from '@/lib/demo/send-transaction'

export type Listener = (...values: readonly unknown[]) => void

/** An EIP-1193 provider that holds one demo member's key. */
export type DemoWallet = {
  readonly kit: typeof DEMO_MARKER
  readonly memberId: string
  request(call: { readonly method: string; readonly params?: unknown }): Promise<unknown>
  on(event: string, listener: Listener): void
  removeListener(event: string, listener: Listener): void
  /** Ends the connection for everyone listening, as when a person locks their wallet. */
  lock(): void
}

/** Asked before each signature; false is what closing a wallet's prompt is (EIP-1193 code 4001). */
export type Consent = (method: string, params: readonly unknown[]) => Promise<boolean>

/**
 * The wallet of one demo member. Signs in this process, so that what it signs is exactly what it was asked.
 * @param consent answers each prompt; left out, the wallet always agrees
 */
export function createDemoWallet(memberId: string, rpcUrl: string, consent: Consent = async () => true): DemoWallet {
  const account = privateKeyToAccount(demoMember(memberId).privateKey)
  const rpc = rpcCaller(rpcUrl)
  const listeners = new Map<string, Set<Listener>>()
  let isLocked = false

  const prompted: Readonly<Record<string, (params: readonly unknown[]) => Promise<unknown>>> = {
    personal_sign: ([message, address]) => {
      own(address)
      return account.signMessage({ message: isHex(message) ? { raw: message } : String(message) })
    },
    eth_signTypedData_v4: ([address, typed]) => {
      own(address)
      return account.signTypedData(readTypedData(typed))
    },
    eth_sendTransaction: ([request]) => sendTransaction(account, rpc, request),
  }

  const silent: Readonly<Record<string, (params: readonly unknown[]) => unknown>> = {
    eth_accounts: () => (isLocked ? [] : [account.address]),
    eth_requestAccounts: () => {
      isLocked = false
      return [account.address]
    },
    wallet_requestPermissions: () => [{ parentCapability: 'eth_accounts' }],
    wallet_getPermissions: () => [{ parentCapability: 'eth_accounts' }],
    wallet_revokePermissions: () => null,
    wallet_switchEthereumChain: async ([target]) => {
      const wanted = target !== null && typeof target === 'object' && 'chainId' in target ? target.chainId : undefined
      const actual = await rpc('eth_chainId', [])
      if (Number(wanted) !== Number(actual))
        throw new ProviderError(4902, `this wallet knows chain ${Number(actual)} only`)
      return null
    },
  }

  function own(address: unknown): void {
    if (String(address).toLowerCase() !== account.address.toLowerCase())
      throw new ProviderError(4100, `this is the wallet of ${account.address}, not of ${String(address)}`)
  }

  return {
    kit: DEMO_MARKER,
    memberId,
    async request({ method, params }) {
      const list: readonly unknown[] = Array.isArray(params) ? params : []
      const answer = silent[method]
      if (answer !== undefined) return answer(list)
      const sign = prompted[method]
      if (sign === undefined) return readFromNode(method, list)
      if (isLocked) throw new ProviderError(4100, 'the wallet is locked')
      if (!(await consent(method, list))) throw new ProviderError(4001, 'the person closed the wallet prompt')
      return sign(list)
    },
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    removeListener(event, listener) {
      listeners.get(event)?.delete(listener)
    },
    lock() {
      isLocked = true
      for (const listener of listeners.get('accountsChanged') ?? []) listener([])
    },
  }

  function readFromNode(method: string, params: readonly unknown[]): Promise<unknown> {
    // A node must never be asked to sign for the wallet, nor may a page steer the local chain through it.
    if (
      !/^(eth_(call|chainId|blockNumber|estimateGas|gasPrice|feeHistory|maxPriorityFeePerGas|get\w+)|net_version)$/.test(
        method,
      )
    )
      throw new ProviderError(4200, `this wallet does not support ${method}`)
    return rpc(method, params)
  }
}

const isHex = (value: unknown): value is Hex => typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value)

function readTypedData(value: unknown): TypedDataDefinition {
  const typed: unknown = typeof value === 'string' ? JSON.parse(value) : value
  const isWhole =
    typed !== null && typeof typed === 'object' && 'types' in typed && 'primaryType' in typed && 'message' in typed
  if (!isWhole) throw new ProviderError(-32602, 'typed data has types, primaryType, domain and message')
  return typed as TypedDataDefinition
}
