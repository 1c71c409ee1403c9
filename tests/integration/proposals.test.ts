import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { type Address, getAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import { bookEntry, policy, safe } from '@/db/schema/registry'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
import { sha256Hex } from '@/lib/core/digest'
import { demoMember } from '@/lib/demo/members'
import { DEMO_CONTACTS } from '@/lib/desk/demo-world-book'
import { deploySafe } from '@/lib/desk/safes'
import { PRESETS } from '@/lib/policy/presets'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { executeAs, makeReady, type MoneyDesk, openMoneyDesk, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { addressOf, agreeAs, change, contactsBody, proposeAs } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const paymentTo = (recipient: string, amount: string) => ({
  safeId: 'treasury',
  legs: [{ asset: chain.tokens.usdc as string, recipient, amount }],
  purpose: 'Freight',
  reference: `FRT-${amount}`,
})

const invite = (id: string, address: string, roles = ['signer']) => ({
  ...{ memberId: id, name: `Person ${id}`, roles, address, codeHash: sha256Hex(id), days: 7 },
})

const newSafe = () => {
  const owners = ['bram', 'lena', 'ruth'].map((id) => demoMember(id).address)
  return deploySafe(chain.url, {
    version: '1.4.1',
    owners,
    threshold: 2,
    saltNonce: BigInt(sha256Hex(randomBytes(8).toString('hex'))),
  })
}

const safeBody = (part: object) => ({
  ...{ id: 'second', chainId: local.id, name: 'Second Safe', address: addressOf('nowhere'), safeVersion: '1.4.1' },
  ...part,
})

const assetBody = async () => {
  const address = chain.tokens.stuck
  const { codeHash } = await desk.deps.io.chain.readToken(local.id, address)
  return { chainId: local.id, address, symbol: 'STUCK', decimals: 18, codeHash: codeHash as string }
}

const policyBody = (safeId: string, signers: string[]): Json => {
  const [preset] = PRESETS
  return { safeId, policy: JSON.parse(JSON.stringify(preset?.make(safeId, signers))) as Json }
}

describe('a change', () => {
  it('is done by two admins, and preflight believes it', async () => {
    const id = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Dogwood Freight'))
    expect(await desk.db.$count(bookEntry, eq(bookEntry.name, 'Dogwood Freight'))).toBe(0)
    await agreeAs(desk, 'sora', id)
    await performJob(desk, 'sign-checkpoint')
    const staged = await stageAs(desk, 'ines', paymentTo(addressOf('Dogwood Freight'), '31.00'))
    expect(staged.state).toBe('awaiting-approvals')
    await makeReady(desk, staged.id)
    await expect(executeAs(desk, 'eli', staged.id)).resolves.toMatchObject({ attempt: 1 })
    const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'agree-to-change'))
    expect(events.map(({ objectType, actorId }) => [objectType, actorId])).toEqual([
      ['proposal-decision', 'sora'],
      ['book-entry', 'sora'],
    ])
  })

  it('is not done by one person alone, nor twice', async () => {
    const id = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Elm Foundry'))
    const own = await refusalOf(agreeAs(desk, 'viktor', id))
    expect(own).toMatchObject({ code: 'NOT_ALLOWED' })
    await agreeAs(desk, 'sora', id)
    expect(await refusalOf(agreeAs(desk, 'sora', id))).toMatchObject({ code: 'CONFLICT' })
    expect(await desk.db.$count(bookEntry, eq(bookEntry.name, 'Elm Foundry'))).toBe(1)
  })

  it('is not done by its author in the database either', async () => {
    const id = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Fir Foundry'))
    const row = { proposalId: id, memberId: 'viktor', decision: 'approved', reason: '', at: desk.now() }
    await expect(
      desk.db.insert(proposalDecision).values({ ...row, proof: {}, challenge: `0x${'01'.repeat(32)}` }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('somebody else decides') } })
  })

  it('is ended with a reason, by another admin or by its author, and is not done then', async () => {
    const refusedId = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Gum Foundry'))
    const takenBack = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Hazel Foundry'))
    const reason = 'Nobody knows them.'
    expect(await act(desk, 'sora', 'refuse-change', { proposalId: refusedId, reason })).toMatchObject({
      decision: 'refused',
    })
    expect(await act(desk, 'viktor', 'refuse-change', { proposalId: takenBack, reason })).toMatchObject({
      decision: 'withdrawn',
    })
    for (const id of [refusedId, takenBack])
      expect(await refusalOf(agreeAs(desk, 'sora', id))).toMatchObject({ code: 'CONFLICT' })
  })

  it('that two would make at once is made once', async () => {
    const first = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Iris Foundry'))
    const second = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Iris Foundry'))
    const answers = await Promise.allSettled([agreeAs(desk, 'sora', first), agreeAs(desk, 'sora', second)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await desk.db.$count(bookEntry, eq(bookEntry.name, 'Iris Foundry'))).toBe(1)
  })
})

describe('refused with the field it belongs to', () => {
  const meridian = DEMO_CONTACTS[0]
  const look = (address: string) =>
    `${address.slice(0, 10)}${'7'.repeat(24)}${address.slice(-8)}`.toLowerCase() as Address
  it.each([
    ['a name twice', 'add-contacts', () => contactsBody(meridian?.name ?? ''), 'contacts.0'],
    [
      'a look-alike',
      'add-contacts',
      () => contactsBody('Juniper', getAddress(look(meridian?.address ?? ''))),
      'contacts.0.address',
    ],
    [
      'a lower-case address',
      'add-contacts',
      () => contactsBody('Kauri', addressOf('Kauri').toLowerCase() as `0x${string}`),
      'contacts.0.address',
    ],
    ['an unknown field', 'add-contacts', () => ({ ...contactsBody('Larch'), note: 'x' }), 'body'],
    ['a role nobody knows', 'invite-member', () => invite('una', addressOf('una'), ['owner']), 'roles.0'],
    ['an address that somebody holds', 'invite-member', () => invite('una', demoMember('ruth').address), 'address'],
    ['a Safe that is none', 'add-safe', () => safeBody({ address: addressOf('nothing there') }), 'address'],
    ['a token in place of a Safe', 'add-safe', () => safeBody({ address: chain.tokens.usdc }), 'address'],
    [
      'another version',
      'add-safe',
      async () => safeBody({ address: await newSafe(), safeVersion: '1.3.0' }),
      'safeVersion',
    ],
    ['an asset’s other decimals', 'add-asset', async () => ({ ...(await assetBody()), decimals: 8 }), 'decimals'],
    [
      'an asset’s other code',
      'add-asset',
      async () => ({ ...(await assetBody()), codeHash: `0x${'ab'.repeat(32)}` }),
      'codeHash',
    ],
    ['a second policy', 'set-policy', () => policyBody('treasury', ['ruth', 'tomas']), 'safeId'],
  ] as const)('%s', async (_what, kind, makeBody, field) => {
    const refusal = await refusalOf(act(desk, 'viktor', 'check-change', { kind, body: await makeBody() }))
    expect(refusal.problems.map((one) => one.field).join()).toContain(field)
  })

  it('a policy that nobody could meet', async () => {
    const address = await newSafe()
    await change(desk, 'add-safe', safeBody({ address }))
    const stranger = policyBody('second', ['bram', 'nobody'])
    expect((await refusalOf(proposeAs(desk, 'viktor', 'set-policy', stranger))).message).toContain('no member nobody')
    const lone = policyBody('second', ['bram'])
    expect((await refusalOf(proposeAs(desk, 'viktor', 'set-policy', lone))).message).toMatch(/must give 2|Nobody could/)
    await change(desk, 'set-policy', policyBody('second', ['bram', 'lena']))
    expect(await desk.db.$count(policy, eq(policy.safeId, 'second'))).toBe(1)
    expect(await desk.db.$count(safe, eq(safe.id, 'second'))).toBe(1)
  })
})

describe('whoever owns the database', () => {
  it('adds no contact by rows and events of their own', async () => {
    const fresh = await openMoneyDesk(chain)
    try {
      await change(fresh, 'add-contacts', contactsBody('Maple Freight'))
      await performJob(fresh, 'sign-checkpoint')
      const pay = { ...paymentTo(addressOf('Maple Freight'), '33.00') }
      const staged = await stageAs(fresh, 'ines', pay)
      await makeReady(fresh, staged.id)
      await asOwner(
        fresh.database,
        `ALTER TABLE proposal DISABLE TRIGGER USER; UPDATE proposal SET body = replace(body, 'Maple', 'Mable'); ALTER TABLE proposal ENABLE TRIGGER USER`,
      )
      const refusal = await refusalOf(executeAs(fresh, 'eli', staged.id))
      expect(refusal).toMatchObject({ code: 'BLOCKED' })
      expect(await fresh.db.$count(proposal)).toBe(1)
    } finally {
      await fresh.close()
    }
  })
})
