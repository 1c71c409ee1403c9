import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { invitation } from '@/db/schema/proposal'
import { isSameAddress } from '@/lib/core/address'
import { invitationObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { bodyDigest, exactAddress, slug } from '@/lib/flows/proposals/shapes'

const DAY = 24 * 3600 * 1000

const body = z.strictObject({
  memberId: slug,
  /** The one that they were invited with: another address is another invitation, and nobody's to swap here. */
  address: exactAddress,
  /** Of a code that the author's browser made: the desk never has the code itself. */
  codeHash: bodyDigest,
  days: z.int().min(1).max(14),
})

/** Another link for somebody who never accepted theirs, in its place: a lost link or one that ran out is no dead end. */
export const renewInvitation = defineKind({
  id: 'renew-invitation',
  body,
  check: ({ memberId, address }, rows) => {
    const asked = rows.members.find(({ id }) => id === memberId)
    if (!asked) throw refused('memberId', `There is no member ${memberId}.`)
    if (!asked.isActive) throw refused('memberId', `${asked.name} is switched off and is let in by no link.`)
    if (rows.wallets.some((one) => one.memberId === memberId))
      throw refused('memberId', `${asked.name} accepted already. Who lost their passkey gets a code under Enrolment.`)
    const own = rows.invitations.filter((one) => one.memberId === memberId)
    if (own.length === 0) throw refused('memberId', `${asked.name} was never invited.`)
    if (!own.some((one) => isSameAddress(one.address, address)))
      throw refused('address', `${asked.name} was invited with another wallet. Only that one can accept.`)
    const holder = rows.wallets.find((one) => isSameAddress(one.address, address))
    if (holder)
      throw refused(
        'address',
        `${address} belongs to the member ${holder.memberId}. An address is one member’s for ever.`,
      )
  },
  apply: async (tx, { memberId, address, codeHash, days }, { proposalId, at }) => {
    await tx
      .update(invitation)
      .set({ consumedAt: at })
      .where(and(eq(invitation.memberId, memberId), isNull(invitation.consumedAt)))
    const [invited] = await tx
      .insert(invitation)
      .values({ memberId, address, codeHash, proposalId, expiresAt: new Date(at.getTime() + days * DAY) })
      .returning()
    if (!invited) throw new Error('insert returned no row')
    return [invitationObject(invited)]
  },
  admits: (object, { memberId, address, codeHash, days }, { proposalId, known, agreedAt }) => {
    const row = known.rows.invitations.find(({ id }) => id === object.id)
    if (known.isKnown(object) || object.type !== 'invitation' || !row) return false
    if (!isSameContent(invitationObject(row), object)) return false
    const isRenewal = known.rows.invitations.some(
      (one) =>
        one.id !== row.id &&
        one.memberId === memberId &&
        one.address === address &&
        known.isCurrent(invitationObject(one)),
    )
    return (
      isRenewal &&
      row.memberId === memberId &&
      row.address === address &&
      row.codeHash === codeHash &&
      row.proposalId === proposalId &&
      row.expiresAt.getTime() <= agreedAt + days * DAY
    )
  },
})
