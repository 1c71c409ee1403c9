import 'server-only'
import { z } from 'zod'
import { invitation } from '@/db/schema/proposal'
import { member } from '@/db/schema/member'
import { isSameAddress } from '@/lib/core/address'
import { DEVELOPMENT_ADDRESSES } from '@/lib/chains/development-addresses'
import { ROLES } from '@/lib/flows/actor'
import { invitationObject, memberObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { bodyDigest, exactAddress, plainWords, slug } from '@/lib/flows/proposals/shapes'

const DAY = 24 * 3600 * 1000

const body = z.strictObject({
  memberId: slug,
  name: plainWords(120),
  roles: z.array(z.enum(ROLES)).min(1, 'Give at least one role.').refine(isSorted, 'Roles stand once each, in order.'),
  /** The one address that may accept: a link in other hands is worth nothing. */
  address: exactAddress,
  /** Of a code that the author's browser made: the desk never has the code itself. */
  codeHash: bodyDigest,
  days: z.int().min(1).max(14),
})

/** A new member, with the address that they have to prove before they are let in. */
export const inviteMember = defineKind({
  id: 'invite-member',
  body,
  check: ({ memberId, name, address }, rows, now) => {
    if (rows.members.some(({ id }) => id === memberId))
      throw refused('memberId', `There is a member ${memberId} already. Choose another id; ids are never used twice.`)
    if (rows.members.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      throw refused('name', `Somebody is called ${name} already. Add something that tells the two apart.`)
    const holder = rows.wallets.find((wallet) => isSameAddress(wallet.address, address))
    if (holder)
      throw refused(
        'address',
        `${address} belongs to the member ${holder.memberId}. An address is one member’s for ever.`,
      )
    if (
      rows.invitations.some(
        (one) => isSameAddress(one.address, address) && one.consumedAt === null && one.expiresAt > now,
      )
    )
      throw refused('address', `${address} is invited already.`)
    if (process.env.COUNTERSIGN_DEMO !== '1' && DEVELOPMENT_ADDRESSES.includes(address))
      throw refused('address', `The key of ${address} is public: everybody can sign with it.`)
  },
  apply: async (tx, { memberId, name, roles, address, codeHash, days }, { proposalId, at }) => {
    const [row] = await tx
      .insert(member)
      .values({ id: memberId, name, roles, isDemo: false, createdAt: at })
      .returning()
    const [invited] = await tx
      .insert(invitation)
      .values({ memberId, address, codeHash, proposalId, expiresAt: new Date(at.getTime() + days * DAY) })
      .returning()
    if (!row || !invited) throw new Error('insert returned no row')
    return [memberObject(row), invitationObject(invited)]
  },
  admits: (object, { memberId, name, roles, address, codeHash, days }, { proposalId, known, agreedAt }) => {
    if (known.isKnown(object)) return false
    if (object.type === 'member') {
      const asked = { id: memberId, name, roles, isActive: true, isDemo: false, version: 1, createdAt: new Date(0) }
      return isSameContent(memberObject(asked), object)
    }
    const row = known.rows.invitations.find(({ id }) => id === object.id)
    if (object.type !== 'invitation' || !row || !isSameContent(invitationObject(row), object)) return false
    return (
      row.memberId === memberId &&
      row.address === address &&
      row.codeHash === codeHash &&
      row.proposalId === proposalId &&
      row.expiresAt.getTime() <= agreedAt + days * DAY
    )
  },
})

function isSorted(roles: readonly string[]): boolean {
  return roles.every((role, place) => place === 0 || (roles[place - 1] ?? '') < role)
}
