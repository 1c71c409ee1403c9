import 'server-only'
import type { Admission } from '@/lib/flows/admission'
import { invitationObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'

/** Another link of the setup is admitted for the member and wallet that the setup itself invited, and for nobody else. */
export const admitFirstLink: Admission = async (leaf, known) => {
  const row = known.rows.invitations.find(({ id }) => id === leaf.object.id)
  if (!row || known.isKnown(leaf.object) || !isSameContent(invitationObject(row), leaf.object)) return false
  if (leaf.actor.kind !== 'bootstrap' || row.proposalId !== null) return false
  return known.rows.invitations.some(
    (one) =>
      one.id !== row.id &&
      one.proposalId === null &&
      one.memberId === row.memberId &&
      one.address === row.address &&
      known.isCurrent(invitationObject(one)),
  )
}
