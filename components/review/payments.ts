import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import { type CallNode, isRead } from '@/lib/decode/types'
import type { AssetAddress, Leg } from '@/lib/stage/types'

/** One payment as the bytes say it, at its place in the call tree. */
export type Payment = {
  readonly path: string
  readonly asset: AssetAddress
  readonly recipient: Address
  readonly units: bigint
}

/**
 * Every payment in a call tree, in order. Only readings whose ABI is trusted count; a name by selector is no
 * payment, and neither is what another contract sends.
 */
export function paymentsIn(call: CallNode, safe: Address = call.actor): readonly Payment[] {
  if (call.children.length > 0) return isRead(call) ? call.children.flatMap((child) => paymentsIn(child, safe)) : []
  if (!isSameAddress(call.actor, safe)) return []
  if (call.provenance === 'plain')
    return call.value > 0n ? [{ path: call.path, asset: 'native', recipient: call.target, units: call.value }] : []
  const isTrusted = call.provenance === 'standard' || call.provenance === 'verified'
  const [to, amount] = call.arguments
  if (!isTrusted || call.signature !== 'transfer(address,uint256)') return []
  if (typeof to?.value !== 'string' || typeof amount?.value !== 'string') return []
  return [{ path: call.path, asset: call.target, recipient: to.value as Address, units: BigInt(amount.value) }]
}

/** Each leg's payment: the exact one where there is one, else the one in its place, else none. */
export function pairPayments(legs: readonly Leg[], payments: readonly Payment[]): readonly (Payment | null)[] {
  const free = new Set(payments)
  const take = (found: Payment | undefined): Payment | null => {
    if (!found) return null
    free.delete(found)
    return found
  }
  const exact = legs.map((leg) => take([...free].find((payment) => isExact(payment, leg))))
  return legs.map((_, at) => {
    const place = payments[at]
    return exact[at] ?? take(place && free.has(place) ? place : [...free][0])
  })
}

const isExact = ({ asset, recipient, units }: Payment, leg: Leg): boolean =>
  isSameAddress(asset, leg.asset.address) && isSameAddress(recipient, leg.recipient) && units === leg.units
