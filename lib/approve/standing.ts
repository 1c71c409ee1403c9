import type { Acknowledgement } from '@/lib/approve/types'
import type { Assessment } from '@/lib/assess/review'
import type { Finding } from '@/lib/assess/types'
import type { Digest } from '@/lib/core/digest'

/** `suspended`: the chain or the simulator did not answer, so nothing can be said; the approval is kept (SPEC §4). */
export type Standing = 'current' | 'stale' | 'suspended'

/**
 * Whether an approval still counts after the review was computed again (SPEC §4, §5). Another digest makes it stale; so
 * does a high or critical finding of a drifting rule that the approver did not acknowledge. An outage only suspends.
 * @param approved what the approval bound
 * @param now the recomputed digest and assessment
 * @param driftingRules ids of the rules marked `drifts`
 */
export function standingOf(
  approved: { readonly evidenceDigest: Digest; readonly acknowledged: readonly Acknowledgement[] },
  now: { readonly evidenceDigest: Digest; readonly assessment: Pick<Assessment, 'effects' | 'safe' | 'findings'> },
  driftingRules: readonly string[],
): Standing {
  const { effects, safe, findings } = now.assessment
  const isAcknowledged = ({ code, path }: Finding): boolean =>
    approved.acknowledged.some((known) => known.code === code && known.path === path)
  const hasDrifted = findings.some(
    (finding) =>
      driftingRules.includes(finding.rule) &&
      finding.outcome === 'fail' &&
      (finding.severity === 'high' || finding.severity === 'critical') &&
      !isAcknowledged(finding),
  )
  if (hasDrifted) return 'stale'
  if (effects.kind === 'unavailable' || safe === null) return 'suspended'
  if (approved.evidenceDigest === now.evidenceDigest) return 'current'
  // In the desk every input is bound to be there, so an unknown is an outage and the digest may return with it.
  return findings.some(({ outcome }) => outcome === 'unknown') ? 'suspended' : 'stale'
}
