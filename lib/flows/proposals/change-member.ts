import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { member } from '@/db/schema/member'
import { memberChange } from '@/db/schema/proposal'
import { ROLES } from '@/lib/flows/actor'
import { memberObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { slug } from '@/lib/flows/proposals/shapes'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import { unliftableReason } from '@/lib/policy/freeze'

const body = z.strictObject({
  memberId: slug,
  /** The one that it follows on, so that two changes at once cannot both be meant. */
  version: z.int().min(1),
  roles: z.array(z.enum(ROLES)).min(1, 'Give at least one role.'),
  isActive: z.boolean(),
})

/** Other roles for a member, or that they may do nothing any more. Their addresses and passkeys stay theirs for ever. */
export const changeMember = defineKind({
  id: 'change-member',
  body,
  check: (asked, rows) => {
    const known = rows.members.find(({ id }) => id === asked.memberId)
    if (!known) throw refused('memberId', `There is no member ${asked.memberId}.`)
    if (known.version !== asked.version)
      throw refused('version', `${known.name} was changed meanwhile. Look at what changed, then go on from there.`)
    if (new Set(asked.roles).size < asked.roles.length) throw refused('roles', 'A role stands there twice.')
    const isSame = [...known.roles].sort().join() === [...asked.roles].sort().join()
    if (isSame && known.isActive === asked.isActive) throw refused('roles', `That is what ${known.name} is already.`)
    assertLiftable(asked, rows)
    assertAdmins(asked, rows)
  },
  // Who is switched off may say so too; nobody agrees to what they become.
  concerns: ({ memberId, isActive }) => (isActive ? memberId : null),
  apply: async (tx, { memberId, version, roles, isActive }, { proposalId }) => {
    await tx.insert(memberChange).values({ memberId, version: version + 1, roles, isActive, proposalId })
    const [row] = await tx.select().from(member).where(eq(member.id, memberId))
    if (!row) throw new Error('a member is never deleted')
    return [memberObject(row)]
  },
  admits: (object, { memberId, version, roles, isActive }, { known }) => {
    const row = known.rows.members.find(({ id }) => id === memberId)
    // An agreement that was used once must not bring back what it gave.
    if (!row || object.type !== 'member' || known.versionOf(object) !== version) return false
    return isSameContent(memberObject({ ...row, version: version + 1, roles, isActive }), object)
  },
})

type Body = z.output<typeof body>

const changed = ({ memberId, roles, isActive }: Body, { members }: RegisteredRows) =>
  members.map((one) => ({ ...one, ...(one.id === memberId && { roles, isActive }), memberId: one.id }))

function assertLiftable(asked: Body, rows: RegisteredRows): void {
  if (rows.safes.length === 0) return
  const reason = unliftableReason(changed(asked, rows))
  if (reason !== null) throw refused('roles', reason)
}

// One agrees to what another proposes: with a single admin nothing could ever change again.
function assertAdmins(asked: Body, rows: RegisteredRows): void {
  // Who was invited and has no passkey yet can agree to nothing.
  const admins = changed(asked, rows).filter(
    ({ memberId, roles, isActive }) =>
      isActive && roles.includes('admin') && rows.passkeys.some((one) => one.memberId === memberId),
  )
  if (admins.length < 2)
    throw refused('roles', 'Two active admins have to remain: one agrees to what the other proposes.')
}
