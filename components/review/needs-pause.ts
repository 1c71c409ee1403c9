import type { Reviewed } from '@/lib/flows/gather-review'

/**
 * Whether a signer is asked, before their wallet opens, if somebody makes them hurry: where policy takes the withdrawal for
 * high enough to ask for the offline verifier, and where a finding warns.
 */
export function needsPause({
  requirement,
  assessment,
}: {
  readonly requirement: Pick<Reviewed['requirement'], 'offlineVerdict'>
  readonly assessment: Pick<Reviewed['assessment'], 'verdict'>
}): boolean {
  return requirement.offlineVerdict || assessment.verdict === 'warn'
}
