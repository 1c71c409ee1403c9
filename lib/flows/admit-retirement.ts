import 'server-only'
import { retireSubject } from '@/lib/approve/passkey-subjects'
import type { Admission } from '@/lib/flows/admission'
import { isActiveMember, isSteppedUp } from '@/lib/flows/admit-step-up'
import * as content from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'

/** A retirement is admitted when its member, or an admin, confirmed it; an event without that retires nothing. */
export const admitRetirement: Admission = async (leaf, known) => {
  const row = known.rows.retirements.find(({ credentialId }) => credentialId === leaf.object.id)
  const passkey = known.rows.passkeys.find(({ credentialId }) => credentialId === leaf.object.id)
  if (!row || !passkey || known.isKnown(leaf.object)) return false
  if (!isSameContent(content.passkeyRetirementObject(row), leaf.object)) return false
  const { credentialId, memberId, retiredBy } = row
  if (passkey.memberId !== memberId || !known.isCurrent(content.passkeyObject(passkey))) return false
  if (retiredBy !== memberId && !isActiveMember(known, retiredBy, 'admin')) return false
  const subject = retireSubject({ memberId, credentialId })
  return isSteppedUp(leaf, known, { ...row, memberId: retiredBy, action: 'retire-passkey', subject })
}
