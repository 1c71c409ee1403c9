import type { Address } from 'viem'
import { findAsset, isVouchedFor } from '@/lib/assess/names'
import type { Facts, KnownCode } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { officialModule } from '@/lib/decode/official-modules'
import { wellKnown } from '@/lib/decode/well-known'

/** What is said of the code at an address, or null. */
export function codeAt({ code }: Pick<Facts, 'code'>, address: Address): KnownCode | null {
  return code?.find((known) => isSameAddress(known.address, address)) ?? null
}

/**
 * True when there is no code at an address that the Safe calls: somebody says so or, in a successful simulation, the
 * address is not among the contracts that ran.
 */
export function isWithoutCode({ code, effects }: Pick<Facts, 'code' | 'effects'>, address: Address): boolean {
  const said = codeAt({ ...(code && { code }) }, address)?.hasCode ?? null
  if (said !== null) return !said
  if (effects.kind !== 'simulated' || effects.status !== 'success') return false
  return !effects.touched.some((contract) => isSameAddress(contract.address, address))
}

/** True when the organisation knows the contract's source: what it does can be read, if not here. */
export function isSourceVerified(facts: Pick<Facts, 'verifiedTargets'>, address: Address): boolean {
  return facts.verifiedTargets?.some((it) => isSameAddress(it, address)) === true
}

/** A contact, a registered asset, a contract of verified source, or a deployment that its makers published. */
export function isKnownTarget(facts: Facts, address: Address): boolean {
  const { chainId } = facts.staged.safe
  return (
    isVouchedFor(facts, address) ||
    findAsset(facts, address) !== null ||
    isSourceVerified(facts, address) ||
    wellKnown(chainId, address) !== null ||
    officialModule(chainId, address) !== null
  )
}
