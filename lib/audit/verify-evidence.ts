import { checkApprovalSection } from '@/lib/audit/check-approval-section'
import { openStory } from '@/lib/audit/judge-story'
import type { BadEvent, EvidencePack } from '@/lib/audit/types'
import { type PackVerdict, verifyPack } from '@/lib/audit/verify-pack'

export type EvidenceVerdict =
  | (Extract<PackVerdict, { ok: true }> & {
      /** Members whose approval counts: not stale, and one each. */
      readonly approvals: number
      readonly handOvers: number
    })
  | BadEvent

/**
 * Verifies the evidence of one withdrawal with nothing but the pack: all of it is in the signed log (`verifyPack`), and it
 * tells of one withdrawal that its initiator confirmed, of approvals and hand-overs of exactly that, each proven by a
 * passkey that the desk's setup enrolled, or that others vouched for which do count (SPEC §5, §8). Only a whole log export (`verifyLog`) proves that no event is left out.
 * @param trustedKey as in `verifyLog`
 * @returns on success with `proofsChecked`, the number of approvals; on failure the first event that cannot be trusted
 */
export async function verifyEvidence(
  pack: EvidencePack,
  trustedKey: string = pack.publicKey,
): Promise<EvidenceVerdict> {
  const { story, judge, isEnrolled } = openStory(pack.installation)
  const options = { checkProof: checkApprovalSection, judgeEvent: judge, isEnrolled, trustedKey }
  const verdict = await verifyPack(pack, options)
  if (!verdict.ok) return verdict
  if (story.staged === null) return { ok: false, seq: null, sentence: 'The pack holds no withdrawal.' }
  return { ...verdict, approvals: story.counted.size, handOvers: story.handOvers }
}
