import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { bookEntry, policy } from '@/db/schema/registry'
import { member } from '@/db/schema/member'
import type { BaseRule, Overlay } from '@/lib/policy/types'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { activePolicy, change, nextPolicy, proposeAs, agreeAs } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'

const COOLING = 3600
let chain: TestChain
let desk: MoneyDesk
const openDesk = () =>
  openMoneyDesk(chain, (setup) => ({
    ...setup,
    installation: { ...setup.installation, policyCoolingSeconds: COOLING },
  }))
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openDesk()
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const versionNow = async () => (await activePolicy(desk, 'treasury')).version
const needing = (need: number) => (rules: readonly BaseRule[]) =>
  rules.map((rule) => ({ ...rule, quorum: rule.quorum.map((slot) => ({ ...slot, need })) }))

describe('a version that loosens', () => {
  it('cools, and counts afterwards; preflight believes it then', async () => {
    await change(
      desk,
      'change-policy',
      await nextPolicy(desk, 'treasury', ({ rules }) => ({
        rules: rules.map((rule) => ({ ...rule, delaySeconds: 1 })),
      })),
    )
    expect(await versionNow()).toBe(1)
    await performJob(desk, 'activate-policies')
    expect(await versionNow()).toBe(1)
    desk.pass(COOLING + 1)
    expect(await performJob(desk, 'activate-policies')).toEqual({ activated: 1 })
    expect(await versionNow()).toBe(2)
    await performJob(desk, 'sign-checkpoint')
    const { id } = await stageAs(desk, 'ines', payment(desk, '41.00'))
    await makeReady(desk, id)
    await expect(executeAs(desk, 'eli', id)).resolves.toMatchObject({ attempt: 1 })
    const [event] = await desk.db
      .select()
      .from(auditEvent)
      .where(and(eq(auditEvent.action, 'activate-policies'), eq(auditEvent.objectType, 'policy')))
    expect(event).toMatchObject({ actorKind: 'system', objectVersion: 2 })
  })

  it('is stopped by a third person while it cools, and never counts', async () => {
    const body = await nextPolicy(desk, 'treasury', ({ rules }) => ({ rules: needing(2)(rules) }))
    await change(desk, 'change-policy', body)
    const veto = { policyId: 'treasury-policy', version: 3, reason: 'Two people are too few.' }
    expect(await refusalOf(act(desk, 'ines', 'veto-policy', veto))).toMatchObject({ code: 'NOT_ALLOWED' })
    await act(desk, 'ruth', 'veto-policy', veto)
    expect(await refusalOf(act(desk, 'noor', 'veto-policy', veto))).toMatchObject({ code: 'CONFLICT' })
    desk.pass(COOLING + 1)
    expect(await performJob(desk, 'activate-policies')).toEqual({ activated: 0 })
    expect(await versionNow()).toBe(2)
    const counted = { ...veto, version: 2 }
    expect(await refusalOf(act(desk, 'ruth', 'veto-policy', counted))).toMatchObject({ code: 'CONFLICT' })
  })
})

describe('a version that tightens', () => {
  it('counts at once, and hits what is pending', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '42.00'))
    for (const who of ['ruth', 'tomas']) await approveAs(desk, who, id)
    const body = await nextPolicy(desk, 'treasury', ({ rules }) => ({ rules: needing(4)(rules) }))
    await change(desk, 'change-policy', body)
    expect(await versionNow()).toBe(4)
    const { reviewed } = await readPage(desk, 'aiko', id)
    expect(reviewed.requirement.approvals).toBe(4)
    const { missing } = await approveAs(desk, 'aiko', id)
    expect(missing.length).toBeGreaterThan(0)
    await performJob(desk, 'sign-checkpoint')
    await makeReady(desk, id, ['ruth', 'tomas', 'bram'])
    // The nonce before it is not used yet; that preflight gets so far shows that it believes this version.
    await expect(executeAs(desk, 'eli', id)).rejects.toThrow(/waits for|not next|nonce/)
  })

  it('and one that lowers a maximum where a later rule asks for less does not', async () => {
    const before = await activePolicy(desk, 'treasury')
    const lower = ({ rules }: typeof before) => ({
      rules: rules.map((rule, place) =>
        place === 0 ? { ...rule, when: { ...rule.when, maxUnits: { native: '1' } } } : { ...rule, delaySeconds: 0 },
      ),
    })
    await change(desk, 'change-policy', await nextPolicy(desk, 'treasury', lower))
    expect(await versionNow()).toBe(before.version)
  })
})

describe('refused', () => {
  const overlay: Overlay = {
    name: 'Small',
    unless: { maxUnits: { native: '1' } },
    effect: { kind: 'hold', sentence: 'Too much.' },
  }
  it.each([
    [
      'a version that is not next',
      async () => ({ ...Object(await nextPolicy(desk, 'treasury', () => ({ overlays: [overlay] }))) }),
      { version: 99 },
      'policy.version',
    ],
    [
      'another id',
      async () => Object(await nextPolicy(desk, 'treasury', () => ({ overlays: [overlay] }))),
      { id: 'other' },
      'policy.id',
    ],
    ['the same again', async () => Object(await nextPolicy(desk, 'treasury', () => ({}))), {}, 'policy'],
    [
      'a group of nobody',
      async () => Object(await nextPolicy(desk, 'treasury', () => ({}))),
      { groups: [{ id: 'g', name: 'G', members: [] }] },
      'policy.groups',
    ],
    [
      'a tier that an earlier one takes whole',
      async () =>
        Object(
          await nextPolicy(desk, 'treasury', ({ rules }) => ({
            rules: rules.flatMap((rule) => [rule, { ...rule, name: `${rule.name}, again` }]),
          })),
        ),
      {},
      'policy.rules.1',
    ],
    [
      'an unknown field',
      async () => Object(await nextPolicy(desk, 'treasury', () => ({}))),
      { colour: 'red' },
      'body.policy.colour',
    ],
  ])('%s', async (_what, make, part, field) => {
    const body = await make()
    const asked = { ...body, policy: { ...body.policy, ...part } }
    const refusal = await refusalOf(proposeAs(desk, 'viktor', 'change-policy', asked))
    expect(refusal.problems.map((one) => one.field).join()).toContain(field)
  })
})

describe('members and contacts', () => {
  it('nobody agrees to what they become, and who is frozen changes nothing', async () => {
    const promoted = { memberId: 'sora', version: 1, roles: ['admin', 'executor'], isActive: true }
    const about = await proposeAs(desk, 'viktor', 'change-member', promoted)
    expect(await refusalOf(agreeAs(desk, 'sora', about))).toMatchObject({ code: 'NOT_ALLOWED' })
    const entry = await proposeAs(desk, 'viktor', 'end-contact', { entryId: 'exchange-deposit' })
    const { freezeId } = (await act(desk, 'ruth', 'freeze', { scope: { kind: 'member', id: 'viktor' } })) as {
      freezeId: string
    }
    const again = { kind: 'end-contact', body: { entryId: 'exchange-deposit' }, reason: 'It was closed.' }
    expect(await refusalOf(act(desk, 'viktor', 'propose-change', again))).toMatchObject({ code: 'BLOCKED' })
    expect(await refusalOf(agreeAs(desk, 'sora', entry))).toMatchObject({ code: 'BLOCKED' })
    for (const who of ['noor', 'sora']) await act(desk, who, 'unfreeze', { freezeId, reason: 'It was a false alarm.' })
    await agreeAs(desk, 'sora', entry)
  })

  it('a member who is switched off does nothing more, and preflight knows', async () => {
    const [bram] = await desk.db.select().from(member).where(eq(member.id, 'bram'))
    const body = { memberId: 'bram', version: bram?.version ?? 0, roles: bram?.roles ?? [], isActive: false }
    expect(await refusalOf(proposeAs(desk, 'viktor', 'change-member', { ...body, version: 7 }))).toMatchObject({
      code: 'CONFLICT',
    })
    const last = { memberId: 'sora', version: 1, roles: ['signer'], isActive: true }
    expect((await refusalOf(proposeAs(desk, 'viktor', 'change-member', last))).message).toMatch(
      /Two active admins|could stand for ever/,
    )
    await change(desk, 'change-member', body)
    expect(await desk.db.select().from(member).where(eq(member.id, 'bram'))).toMatchObject([
      { isActive: false, version: 2 },
    ])
    await expect(
      act(desk, 'bram', 'veto-policy', { policyId: 'x', version: 1, reason: 'For a reason.' }),
    ).rejects.toThrow('session ended')
    await performJob(desk, 'sign-checkpoint')
    const { id } = await stageAs(desk, 'ines', payment(desk, '43.00'))
    expect(
      (await readPage(desk, 'ruth', id)).reviewed.requirement.groups[0]?.eligible.map(({ memberId }) => memberId),
    ).not.toContain('bram')
  })

  it('an entry that ended counts no more', async () => {
    await change(desk, 'end-contact', { entryId: 'meridian-custody' })
    expect(await desk.db.select().from(bookEntry).where(eq(bookEntry.id, 'meridian-custody'))).toMatchObject([
      { status: 'retired', version: 2 },
    ])
    expect(await stageAs(desk, 'ines', payment(desk, '44.00'))).toMatchObject({ state: 'held' })
    expect(await refusalOf(proposeAs(desk, 'viktor', 'end-contact', { entryId: 'meridian-custody' }))).toMatchObject({
      code: 'CONFLICT',
    })
  })
})

describe('whoever owns the database', () => {
  it('lets no version count before its cooling is over, nor one that was vetoed', async () => {
    const fresh = await openDesk()
    try {
      const body = await nextPolicy(fresh, 'treasury', ({ rules }) => ({
        rules: rules.map((rule) => ({ ...rule, delaySeconds: 0 })),
      }))
      const id = await proposeAs(fresh, 'viktor', 'change-policy', body)
      await agreeAs(fresh, 'sora', id)
      const early = { policy_id: 'treasury-policy', version: 2 }
      await expect(
        asOwner(fresh.database, `INSERT INTO policy_activation VALUES ('${early.policy_id}', 2, '${id}', now())`),
      ).rejects.toThrow('does not begin to count')
      await asOwner(fresh.database, `UPDATE policy SET is_active = false WHERE id = 'treasury-policy' AND version = 1`)
      await asOwner(fresh.database, `UPDATE policy SET is_active = true WHERE id = 'treasury-policy' AND version = 2`)
      await performJob(fresh, 'sign-checkpoint')
      const staged = await stageAs(fresh, 'ines', payment(fresh, '45.00'))
      await makeReady(fresh, staged.id)
      expect(await refusalOf(executeAs(fresh, 'eli', staged.id))).toMatchObject({
        code: 'BLOCKED',
        message: expect.stringContaining('policy'),
      })
      expect(await fresh.db.$count(policy, eq(policy.safeId, 'treasury'))).toBe(2)
    } finally {
      await fresh.close()
    }
  })
})
