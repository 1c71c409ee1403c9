import { isVouchedFor } from '@/lib/assess/names'
import type { CodeFacts, Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { officialModule } from '@/lib/decode/official-modules'
import { wellKnown } from '@/lib/decode/well-known'
import { findDeployment } from '@/lib/stage/deployments'

/** What is known of the code at an address, or null. */
export function codeAt({ code }: Pick<Facts, 'code'>, address: string): CodeFacts | null {
  return Object.entries(code ?? {}).find(([it]) => isSameAddress(it, address))?.[1] ?? null
}

/** True when it is known that there is no code at an address: a call there runs nothing and succeeds. */
export function isWithoutCode(facts: Pick<Facts, 'code'>, address: string): boolean {
  const type = codeAt(facts, address)?.type
  return type === 'none' || type === 'eoa'
}

/** True for a contract whose source is verified and known to the organisation. */
export function isVerifiedTarget({ verifiedTargets = [] }: Pick<Facts, 'verifiedTargets'>, address: string): boolean {
  return verifiedTargets.some((it) => isSameAddress(it, address))
}

/** True for contracts that somebody answers for: contacts, assets, verified targets and published deployments. */
export function isKnownContract(facts: Facts, address: `0x${string}`): boolean {
  const { chainId } = facts.staged.safe
  return (
    wellKnown(chainId, address) !== null ||
    findDeployment(chainId, address) !== null ||
    officialModule(chainId, address) !== null ||
    isVerifiedTarget(facts, address) ||
    facts.assets.some((asset) => isSameAddress(asset.address, address)) ||
    isVouchedFor(facts, address)
  )
}
