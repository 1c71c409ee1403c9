import { agreeSubject, proposeSubject } from '@/lib/approve/proposal-subjects'
import type { Json } from '@/lib/core/canonical'
import type { DeskAddress } from '@/tests/builders/test-desk'
import { DoorPerson } from './door-person'

/** The two admins of the demo change something about the desk, without a browser. */
export async function agreeAsAdmins(desk: DeskAddress, kind: string, body: Json): Promise<void> {
  const viktor = await DoorPerson.enter(desk, 'viktor')
  const sora = await DoorPerson.enter(desk, 'sora')
  const asked = { kind, body, reason: 'It was asked for in writing.' }
  const proposed = { action: 'propose-change', subject: proposeSubject(asked), policyVersion: 0 } as const
  const { proposalId: id } = (await viktor.confirm('propose-change', proposed, asked)) as { proposalId: string }
  const subject = agreeSubject({ ...asked, id, authorId: 'viktor' })
  await sora.confirm('agree-to-change', { action: 'agree-to-change', subject, policyVersion: 0 }, { proposalId: id })
}
