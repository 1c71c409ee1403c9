import 'server-only'
import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { enrolmentCode, passkeyEnrolment } from '@/db/schema/enrolment'
import { installation } from '@/db/schema/installation'
import { member, passkey } from '@/db/schema/member'
import { invitation, proposal, proposalDecision } from '@/db/schema/proposal'
import type { FactorProof } from '@/lib/approve/types'
import * as content from '@/lib/flows/content'

/**
 * These passkeys as evidence carries them, with the grounds they were admitted on: what confirmed them, what confirmed
 * that, and so on back to those that the desk was set up with; for the grounds also whose they are, who invited them, and
 * how long a new passkey cools here.
 */
export async function passkeySections(db: Reader, credentialIds: readonly string[]): Promise<content.Named[]> {
  const found = new Map<string, content.Named[]>()
  const people = new Set<string>()
  for (let wanted = [...new Set(credentialIds)]; wanted.length > 0;) {
    const [keys, grounds] = await Promise.all([
      db.select().from(passkey).where(inArray(passkey.credentialId, wanted)),
      db.select().from(passkeyEnrolment).where(inArray(passkeyEnrolment.credentialId, wanted)),
    ])
    const codeIds = grounds.flatMap(({ codeId }) => codeId ?? [])
    const codes =
      codeIds.length === 0 ? [] : await db.select().from(enrolmentCode).where(inArray(enrolmentCode.id, codeIds))
    for (const id of wanted) found.set(id, [])
    for (const row of codes) found.set(row.id, [content.enrolmentCodeObject(row)])
    for (const row of grounds) found.get(row.credentialId)?.push(content.passkeyEnrolmentObject(row))
    for (const row of keys) found.get(row.credentialId)?.push(content.passkeyObject(row))
    const named = [...grounds.map(({ memberId }) => memberId), ...codes.flatMap(({ issuedBy }) => issuedBy ?? [])]
    const invited = await invitationsOf(db, named, people)
    for (const { asked, agreed } of invited)
      found.set(asked.id, [content.proposalObject(asked), content.proposalDecisionObject(agreed)])
    const proofs = [...[...grounds, ...codes], ...invited.flatMap(({ asked, agreed }) => [asked, agreed])]
    const confirmed = proofs.flatMap(({ proof }) => (proof as FactorProof | null)?.passkey ?? [])
    wanted = [...new Set(confirmed.map(({ credentialId }) => credentialId))].filter((id) => !found.has(id))
  }
  if (people.size === 0) return [...found.values()].flat()
  const [installations, members] = await Promise.all([
    db.select().from(installation),
    db
      .select()
      .from(member)
      .where(inArray(member.id, [...people])),
  ])
  return [
    ...installations.map(content.installationObject),
    ...members.map(content.memberObject),
    ...[...found.values()].flat(),
  ]
}

type Invited = {
  readonly asked: typeof proposal.$inferSelect
  readonly agreed: typeof proposalDecision.$inferSelect
}

// Who invited these people, who invited those, and so on back to the first admins. @param people those looked at already
async function invitationsOf(db: Reader, named: readonly string[], people: Set<string>): Promise<Invited[]> {
  const invited: Invited[] = []
  for (let wanted = named.filter((id) => !people.has(id)); wanted.length > 0;) {
    for (const id of wanted) people.add(id)
    const rows = await db
      .select({ asked: proposal, agreed: proposalDecision })
      .from(invitation)
      .innerJoin(proposal, eq(proposal.id, invitation.proposalId))
      .innerJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
      .where(inArray(invitation.memberId, wanted))
    invited.push(...rows)
    wanted = rows.flatMap(({ asked, agreed }) => [asked.authorId, agreed.memberId]).filter((id) => !people.has(id))
  }
  return invited
}
