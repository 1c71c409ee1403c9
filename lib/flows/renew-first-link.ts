import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { invitation } from '@/db/schema/proposal'
import { installation } from '@/db/schema/installation'
import { AppError } from '@/lib/core/errors'
import { invitationObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { digestInput } from '@/lib/flows/inputs'
import { type RegisteredRows, readRegisteredRowsOn } from '@/lib/flows/registered-rows'
import { write } from '@/lib/flows/write'

const LINK_SECONDS = 7 * 24 * 3600

const input = z.strictObject({ memberId: z.string().max(64), codeHash: digestInput })

/**
 * Another link for a first admin who never accepted theirs, while one admin alone is in and so nobody could agree to one.
 * Only the wallet that the setup named can accept, and the passkey takes a code of the other admin: who can run this gains nothing.
 * @throws AppError NOT_ALLOWED once two admins are in, or while none is; CONFLICT for who accepted
 */
export const renewFirstLink = defineFlow({
  verb: 'renew-first-link',
  entrance: 'bootstrap',
  input,
  gate: {
    actors: ['bootstrap'],
    roles: [],
    stepUp: {
      none: 'one admin alone can agree to nothing; the wallet that the setup named and a code of the other admin stand for it',
    },
  },
  run: async (ctx, { memberId, codeHash }) =>
    write(ctx, async (tx) => {
      const [installed] = await tx.select().from(installation).for('update')
      if (!installed) throw new AppError('NOT_FOUND', 'This database is not set up yet.')
      const rows = await readRegisteredRowsOn(tx)
      const inside = adminsInside(rows)
      if (inside >= 2)
        throw new AppError('NOT_ALLOWED', 'Two admins are in: one proposes another link, the other agrees.')
      if (inside === 0)
        throw new AppError('NOT_ALLOWED', 'Nobody is in yet, so nothing is lost: set up an empty database again.')
      const asked = rows.members.find(({ id }) => id === memberId)
      const [first] = rows.invitations.filter((one) => one.memberId === memberId && one.proposalId === null)
      if (!asked?.isActive || !first)
        throw new AppError('NOT_FOUND', `The setup of this desk invited nobody called ${memberId}.`)
      if (rows.wallets.some((one) => one.memberId === memberId))
        throw new AppError('CONFLICT', `${asked.name} accepted already. The other admin issues a code under Enrolment.`)
      await tx
        .update(invitation)
        .set({ consumedAt: ctx.now })
        .where(and(eq(invitation.memberId, memberId), isNull(invitation.consumedAt)))
      const expiresAt = new Date(ctx.now.getTime() + LINK_SECONDS * 1000)
      const [row] = await tx
        .insert(invitation)
        .values({ memberId, address: first.address, codeHash, proposalId: null, expiresAt })
        .returning()
      if (!row) throw new Error('insert returned no row')
      await enqueue(tx, 'sign-checkpoint')
      return [
        { name: asked.name, address: row.address },
        [{ action: 'renew-first-link', object: invitationObject(row) }],
      ]
    }),
})

function adminsInside({ members, wallets, passkeys, retirements }: RegisteredRows): number {
  return members.filter(
    ({ id, roles, isActive }) =>
      isActive &&
      roles.includes('admin') &&
      wallets.some(({ memberId }) => memberId === id) &&
      passkeys.some(
        ({ memberId, credentialId }) =>
          memberId === id && !retirements.some((one) => one.credentialId === credentialId),
      ),
  ).length
}
