import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listMembers, listPeople } from '@/db/queries/members'
import { readRecordedSafe } from '@/db/queries/recorded-safe'
import { listQueue } from '@/db/queries/safe-queue'
import { passkey } from '@/db/schema/member'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { encodeWire } from '@/lib/core/wire'
import { demoMember } from '@/lib/demo/members'
import type { SafeState } from '@/lib/simulate/types'
import { asOwner } from '@/tests/builders/as-owner'
import { plantRow, SEALED } from '@/tests/builders/planted-withdrawals'
import { openSession, openWorld, type World } from '@/tests/builders/world'

const STATE: SafeState = {
  ...{ version: '1.4.1', singleton: ZERO_ADDRESS, owners: [demoMember('ruth').address], threshold: 1, nonce: 12n },
  ...{ modules: [], guard: ZERO_ADDRESS, moduleGuard: ZERO_ADDRESS, fallbackHandler: ZERO_ADDRESS },
}
const viewerOf = (memberId: string) => ({ memberId, roles: demoMember(memberId).roles })
const ruth = viewerOf('ruth')

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world.close())

describe('the queue of a Safe', () => {
  const open = ['screening', 'awaiting-approvals'] as const

  it('is what holds nonces of this Safe, lowest first, and nothing else', async () => {
    const late = await plantRow(world, { nonce: 900n, through: open })
    const early = await plantRow(world, { nonce: 89n, through: open, approvedBy: ['ruth'] })
    const other = await plantRow(world, { safeId: 'operations', nonce: 1n, through: open })
    const ended = await plantRow(world, { nonce: 90n, through: [...open, 'rejected'], isNonceHeld: false })
    const pending = await plantRow(world, { nonce: 95n, through: [...open, 'cancel-pending-onchain'] })
    const queue = await listQueue(world.db, ruth, 'treasury')
    expect(queue.map(({ id }) => id)).toEqual([early, pending, late])
    expect((await listQueue(world.db, ruth, 'operations')).map(({ id }) => id)).toEqual([other])
    expect(await listQueue(world.db, ruth, 'training')).toEqual([])
    expect(queue.map(({ id }) => id)).not.toContain(ended)
    expect(encodeWire(queue)).not.toContain(SEALED)
  })
})

describe('the settings that were recorded', () => {
  it('are the newest of this Safe that any review has', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 9, minute))
    expect(await readRecordedSafe(world.db, ruth, 'training')).toBeNull()
    await plantRow(world, { safeId: 'training', stagedAt: at(1), safeState: STATE })
    const newest = await plantRow(world, { safeId: 'training', stagedAt: at(2), safeState: { ...STATE, threshold: 2 } })
    await plantRow(world, { safeId: 'training', stagedAt: at(3), safeState: null })
    await plantRow(world, { safeId: 'operations', stagedAt: at(4), safeState: STATE })
    expect(await readRecordedSafe(world.db, ruth, 'training')).toEqual({
      ...{ withdrawalId: newest, at: at(2), state: { ...STATE, threshold: 2 } },
    })
  })
})

describe('the members', () => {
  it('are all there by name, each with their own proven addresses and passkeys', async () => {
    const members = await listMembers(world.db, ruth)
    expect(members.map(({ name }) => name)).toEqual([...members.map(({ name }) => name)].sort())
    expect(members).toHaveLength(10)
    for (const { id, roles, wallets, passkeys } of members) {
      expect({ id, roles }).toEqual({ id, roles: demoMember(id).roles })
      expect(wallets.map(({ address }) => address)).toEqual([demoMember(id).address])
      expect(passkeys).toHaveLength(1)
    }
    expect(await listPeople(world.db, ruth)).toEqual(members.map(({ id, name }) => ({ id, name })))
  })

  it('come without proofs, keys and credential ids', async () => {
    const [row] = await world.db.select().from(passkey).where(eq(passkey.memberId, 'ruth'))
    const told = encodeWire(await listMembers(world.db, viewerOf('viktor')))
    for (const secret of [row?.publicKey, row?.credentialId, 'proofSignature', 'idHash'])
      expect(told).not.toContain(secret ?? 'missing')
  })

  it('say until when a passkey is locked', async () => {
    const lockedUntil = new Date('2026-03-01T10:00:00.000Z')
    await world.db.update(passkey).set({ lockedUntil }).where(eq(passkey.memberId, 'tomas'))
    const members = await listMembers(world.db, ruth)
    const locked = members.filter(({ passkeys }) => passkeys.some((one) => one.lockedUntil !== null))
    expect(locked.map(({ id, passkeys }) => [id, passkeys[0]?.lockedUntil])).toEqual([['tomas', lockedUntil]])
  })

  it('who are gone stay, marked', async () => {
    await asOwner(world.database, "UPDATE member SET is_active = false WHERE id = 'lena'")
    const members = await listMembers(world.db, ruth)
    expect(members.filter(({ isActive }) => !isActive).map(({ id }) => id)).toEqual(['lena'])
  })

  it('were last seen at the newest use of any session, which admins and compliance alone are told', async () => {
    await openSession(world, 'aiko')
    world.pass(60)
    await openSession(world, 'aiko')
    const [before, after] = [new Date(world.now().getTime() - 5000), world.now()]
    for (const who of ['viktor', 'noor']) {
      const told = await listMembers(world.db, viewerOf(who))
      const seen = told.find(({ id }) => id === 'aiko')?.lastSeenAt
      expect(seen?.getTime()).toBeGreaterThan(before.getTime())
      expect(seen?.getTime()).toBeLessThanOrEqual(after.getTime())
      expect(told.find(({ id }) => id === 'bram')?.lastSeenAt).toBeNull()
    }
    for (const who of ['ruth', 'ines', 'eli'])
      expect((await listMembers(world.db, viewerOf(who))).some((one) => 'lastSeenAt' in one)).toBe(false)
  })
})
