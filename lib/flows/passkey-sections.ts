import 'server-only'
import { inArray } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { enrolmentCode, passkeyEnrolment } from '@/db/schema/enrolment'
import { installation } from '@/db/schema/installation'
import { member, passkey } from '@/db/schema/member'
import type { FactorProof } from '@/lib/approve/types'
import * as content from '@/lib/flows/content'

/**
 * These passkeys as evidence carries them, with the grounds they were admitted on: what confirmed them, what confirmed
 * that, and so on back to those that the desk was set up with; for the grounds also whose they are, and how long a new
 * passkey cools here.
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
    for (const id of [...grounds.map(({ memberId }) => memberId), ...codes.flatMap(({ issuedBy }) => issuedBy ?? [])])
      people.add(id)
    for (const id of wanted) found.set(id, [])
    for (const row of codes) found.set(row.id, [content.enrolmentCodeObject(row)])
    for (const row of grounds) found.get(row.credentialId)?.push(content.passkeyEnrolmentObject(row))
    for (const row of keys) found.get(row.credentialId)?.push(content.passkeyObject(row))
    const confirmed = [...grounds, ...codes].flatMap(({ proof }) => (proof as FactorProof | null)?.passkey ?? [])
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
