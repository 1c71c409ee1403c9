import 'server-only'
import { autoload, selectorsFromBytecode } from '@shazow/whatsabi'
import type { Address, Hex } from 'viem'
import { getAddress, isAddress } from 'viem/utils'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { AppError } from '@/lib/core/errors'
import type { Rpc, RpcCall } from '@/lib/io/rpc'
import { hexShape } from '@/lib/io/rpc-shapes'

export type ProxyCode = {
  /** Where a proxy passes its calls, checksummed; null where the address is no proxy of a known kind. */
  readonly implementation: Address | null
  /** Selectors that the code which answers sends on to functions; empty when that cannot be told. */
  readonly selectors: readonly string[]
}

/** Longer code than the EVM allows comes from a node that means harm; reading it would take its time here. */
const MAX_CODE_CHARACTERS = 100_000

/**
 * Who really answers at an address, read from its code and storage by whatsabi: EIP-1967 with its beacons, EIP-1167, EIP-1822,
 * Safe and older proxies. One step only: a proxy behind a proxy is named as such by its own code. Diamonds answer by
 * selector and count as no proxy.
 * @throws AppError UNAVAILABLE when no node answers
 */
export async function readProxyCode(rpc: Rpc, chainId: number, address: Address): Promise<ProxyCode> {
  const ask = (method: string, ...params: readonly unknown[]) => askOne(rpc, chainId, { method, params })
  const getCode = (of: string) => ask('eth_getCode', of, 'latest')
  const code = await getCode(address)
  if (code.length > MAX_CODE_CHARACTERS) return { implementation: null, selectors: [] }
  const provider = {
    getCode: async () => code,
    getStorageAt: (of: string, slot: number | string) =>
      ask('eth_getStorageAt', of, typeof slot === 'number' ? `0x${slot.toString(16)}` : slot, 'latest'),
    call: ({ to, data }: { to: string; data: string }) => ask('eth_call', { to, data }, 'latest'),
    getAddress: async (name: string) => name,
  }
  const { proxies } = await autoload(address, { provider, abiLoader: false, signatureLookup: false })
  for (const proxy of proxies.filter(({ name }) => !name.includes('Diamond'))) {
    const found = await proxy.resolve(provider, address)
    if (!isAddress(found, { strict: false }) || isSameAddress(found, ZERO_ADDRESS)) continue
    const behind = await getCode(found)
    if (behind === '0x' || behind.length > MAX_CODE_CHARACTERS) continue
    return { implementation: getAddress(found), selectors: selectorsFromBytecode(behind) }
  }
  return { implementation: null, selectors: proxies.length > 0 ? [] : selectorsFromBytecode(code) }
}

async function askOne(rpc: Rpc, chainId: number, call: RpcCall): Promise<Hex> {
  return rpc.withNode(chainId, async (node) => {
    const [answer] = await node.ask([call])
    if (!answer) throw new AppError('UNAVAILABLE', `The chain did not answer: ${node.party} gave no answer.`)
    // whatsabi goes on to the next way of asking where a contract reverts.
    if (!answer.ok) throw new Error(`revert: ${answer.message}`)
    return hexShape.parse(answer.result)
  })
}
