import { z } from 'zod'
import { agreeSubject, proposeSubject, type StandingProposal } from '@/lib/approve/proposal-subjects'
import type { StepUpAction } from '@/lib/approve/types'
import type { Kept } from '@/lib/audit/answer-fault'
import { memberShape } from '@/lib/audit/enrolment-sections'
import { keptProofShape } from '@/lib/audit/kept-proof'
import { digestShape } from '@/lib/audit/shape'
import type { Leaf } from '@/lib/audit/types'
import type { Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'

/** What the events so far told of who agreed to what. */
export type Changes = {
  /** By id, proposals that an admin confirmed. */
  readonly proposed: Map<string, StandingProposal>
  /** By what a second admin's passkey confirmed, the proposal. */
  readonly agreed: Map<Digest, string>
}

export const emptyChanges = (): Changes => ({ proposed: new Map(), agreed: new Map() })

/** Whether a step-up of this event holds, as a sentence or null; the members who are admins come with it. */
export type StepUpCheck = {
  readonly isAdmin: (memberId: string) => boolean
  readonly faultOf: (
    kept: Kept,
    asked: { readonly action: StepUpAction; readonly subject: Digest },
  ) => Promise<string | null>
}

const proposalShape = z.object({
  ...{ kind: z.string(), reason: z.string(), authorId: z.string() },
  body: z.string().transform((text, context): Json => {
    try {
      return JSON.parse(text) as Json
    } catch {
      context.addIssue('no JSON')
      return z.NEVER
    }
  }),
  ...{ proof: keptProofShape, challenge: digestShape },
})
const agreementShape = z.object({
  ...{ memberId: z.string(), decision: z.literal('approved'), proof: keptProofShape, challenge: digestShape },
})
const invitedShape = z.object({ memberId: z.string(), name: z.string(), roles: z.array(z.string()) })
const newMemberShape = memberShape.extend({ name: z.string() })

/** An admin proposed a change, word for word. */
export async function judgeProposal(leaf: Leaf, content: Json, { proposed }: Changes, check: StepUpCheck) {
  const { data: section } = proposalShape.safeParse(content)
  if (!section) return `Event ${leaf.seq} proposes no change with the confirmation of an admin.`
  const { authorId, kind, body, reason } = section
  if (!check.isAdmin(authorId))
    return `Event ${leaf.seq} proposes a change, but the pack does not show that an admin did.`
  const asked = { action: 'propose-change', subject: proposeSubject({ kind, body, reason }) } as const
  const fault = await check.faultOf({ ...section, memberId: authorId }, asked)
  if (fault !== null) return fault
  proposed.set(leaf.object.id, { id: leaf.object.id, authorId, kind, body, reason })
  return null
}

/** Another admin agreed to every word of it. */
export async function judgeAgreement(leaf: Leaf, content: Json, { proposed, agreed }: Changes, check: StepUpCheck) {
  const { data: section } = agreementShape.safeParse(content)
  const proposal = proposed.get(leaf.object.id)
  if (!section || !proposal) return `Event ${leaf.seq} agrees to no change that an earlier event of the pack proposed.`
  if (section.memberId === proposal.authorId || !check.isAdmin(section.memberId))
    return `Event ${leaf.seq} agrees to a change, but the pack does not show that another admin did.`
  const subject = agreeSubject(proposal)
  const fault = await check.faultOf(section, { action: 'agree-to-change', subject })
  if (fault !== null) return fault
  agreed.set(subject, proposal.id)
  return null
}

/** The roles of a member whom two admins invited exactly so, or a sentence. */
export function invitedRoles(leaf: Leaf, content: Json, { proposed, agreed }: Changes): readonly string[] | string {
  const { data: section } = newMemberShape.safeParse(content)
  const proposal = proposed.get(agreed.get(leaf.subject as Digest) ?? '')
  const { data: body } = invitedShape.safeParse(proposal?.body)
  const isAsked =
    section?.isActive === true &&
    proposal?.kind === 'invite-member' &&
    body?.memberId === leaf.object.id &&
    body.name === section.name &&
    [...body.roles].sort().join() === [...section.roles].sort().join()
  return isAsked
    ? section.roles
    : `Event ${leaf.seq} makes somebody a member, and the pack does not show that two admins agreed.`
}
