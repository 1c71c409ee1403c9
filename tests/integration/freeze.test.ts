import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { withdrawal } from '@/db/schema/withdrawal'
import { DEMO_CONTACTS } from '@/lib/desk/demo-world-book'
import { type FreezeScope, frozenAsset } from '@/lib/policy/freeze'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, performJob, signIn, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())

const freezeAs = async (who: string, scope: FreezeScope) =>
  (await act(desk, who, 'freeze', { scope, reason: '' })) as { freezeId: string }
const liftAs = (who: string, freezeId: string) =>
  act(desk, who, 'unfreeze', { freezeId, reason: 'It was a false alarm.' })
const organisation = async (): Promise<FreezeScope> => {
  const { rows } = await desk.db.$client.query<{ id: string }>('SELECT id FROM installation')
  return { kind: 'organisation', id: rows[0]?.id ?? '' }
}
const safeScope: FreezeScope = { kind: 'safe', id: 'treasury' }

describe('a freeze stops', () => {
  it.each<[what: string, scope: () => Promise<FreezeScope> | FreezeScope]>([
    ['the organisation', organisation],
    ['the Safe', () => safeScope],
    ['the initiator', () => ({ kind: 'member', id: 'ines' })],
    ['the chain', () => ({ kind: 'chain', id: '31337' })],
    ['the asset', () => ({ kind: 'asset', id: frozenAsset(31337, chain.tokens.usdc) })],
    ['the counterparty', () => ({ kind: 'counterparty', id: PAYEE.toLowerCase() })],
  ])('staging, asking, approving and handing over, of %s', async (_what, scope) => {
    const ready = (await stageAs(desk, 'ines', payment(desk))).id
    await makeReady(desk, ready)
    const waiting = (await stageAs(desk, 'ines', payment(desk, '1.00'))).id
    const signed = await beginAs(desk, 'ruth', waiting)
    const { freezeId } = await freezeAs('tomas', await scope())
    const acts = {
      stage: () => stageAs(desk, 'ines', payment(desk, '2.00')),
      begin: () => beginAs(desk, 'aiko', waiting),
      approve: () => act(desk, 'ruth', 'approve', signed),
      execute: () => executeAs(desk, 'eli', ready),
    }
    for (const [name, perform] of Object.entries(acts))
      expect((await refusalOf(perform())).message, name).toMatch(/frozen|freeze/)
    expect(await states()).toEqual(['ready', 'awaiting-approvals'])
    // The honest twin: lifted by two others, all of it goes on, and no approval was lost.
    await liftAs('noor', freezeId)
    expect((await refusalOf(acts.stage())).message).toMatch(/frozen/)
    await liftAs('sora', freezeId)
    await acts.stage()
    await acts.approve()
    await acts.begin()
    await acts.execute()
  })

  it('one asset or one counterparty, and no other', async () => {
    const other = DEMO_CONTACTS[1]?.address ?? '0x'
    const paid = (asset: string, recipient: string, amount: string) => ({
      ...{ ...payment(desk), reference: `INV-${asset.slice(0, 6)}-${amount}` },
      legs: [{ asset, recipient, amount }],
    })
    await freezeAs('ruth', { kind: 'asset', id: frozenAsset(31337, chain.tokens.usdc) })
    await stageAs(desk, 'ines', paid('native', PAYEE, '0.1'))
    await freezeAs('ruth', { kind: 'counterparty', id: PAYEE.toLowerCase() })
    expect((await refusalOf(stageAs(desk, 'ines', paid('native', PAYEE, '0.2')))).message).toContain('Whom this pays')
    await stageAs(desk, 'ines', paid('native', other, '0.3'))
    const batch = { ...paid('native', other, '0.4') }
    const both = {
      ...batch,
      legs: [...batch.legs, { asset: chain.tokens.usdc as string, recipient: other, amount: '5.00' }],
    }
    expect((await refusalOf(stageAs(desk, 'ines', both))).message).toContain('An asset that this moves is frozen')
  })

  it.each<[FreezeScope]>([
    [{ kind: 'chain', id: '424242' }],
    [{ kind: 'asset', id: '31337:0x00000000000000000000000000000000000000aa' }],
    [{ kind: 'counterparty', id: 'meridian' }],
  ])('nothing where there is no such thing: $kind $id', async (scope) => {
    expect(await refusalOf(freezeAs('ruth', scope))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('one withdrawal and no other', async () => {
    const first = (await stageAs(desk, 'ines', payment(desk))).id
    const second = (await stageAs(desk, 'ines', payment(desk, '1.00'))).id
    await freezeAs('ruth', { kind: 'withdrawal', id: first })
    expect((await refusalOf(approveAs(desk, 'tomas', first))).message).toContain('This withdrawal is frozen by Ruth')
    expect(await approveAs(desk, 'tomas', second)).toMatchObject({ state: 'awaiting-approvals' })
  })

  it('one person: who is frozen acts no more and what they approved is not handed over; others act', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await approveAs(desk, 'tomas', id)
    await freezeAs('noor', { kind: 'member', id: 'ruth' })
    expect((await refusalOf(approveAs(desk, 'ruth', id))).message).toContain('frozen by Noor')
    await approveAs(desk, 'aiko', id)
    await freezeAs('noor', { kind: 'member', id: 'tomas' })
    await approveAs(desk, 'bram', id)
    desk.pass(11)
    await performJob(desk, 'cool-down')
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('member tomas')
  })

  it('nothing of another Safe', async () => {
    await freezeAs('ruth', { kind: 'safe', id: 'operations' })
    await stageAs(desk, 'ines', payment(desk))
  })
})

describe('setting one', () => {
  it('needs a session and nothing else, also of somebody who is frozen or whose passkey is locked', async () => {
    await freezeAs('noor', { kind: 'member', id: 'ruth' })
    await desk.db.$client.query(`UPDATE passkey SET locked_until = now() + interval '1 day' WHERE member_id = 'ruth'`)
    await freezeAs('ruth', safeScope)
    expect((await refusalOf(stageAs(desk, 'ines', payment(desk)))).message).toContain('This Safe is frozen by Ruth')
  })

  it('is logged, names what is there only, and is signed at once', async () => {
    await freezeAs('ruth', safeScope)
    const [event] = (await desk.db.select().from(auditEvent)).filter(({ action }) => action === 'freeze')
    expect(event).toMatchObject({ actorId: 'ruth', outcome: 'done', objectType: 'freeze' })
    expect(event?.objectId).toMatch(/^safe\/treasury\//)
    const { rows } = await desk.db.$client.query('SELECT key FROM graphile_worker.jobs')
    expect(rows).toContainEqual({ key: 'sign-checkpoint' })
    expect((await refusalOf(freezeAs('ruth', { kind: 'safe', id: 'nowhere' }))).code).toBe('NOT_FOUND')
  })
})

describe('lifting one', () => {
  it('is not for who set it, whom it stops, signers, or one person twice', async () => {
    const { freezeId } = await freezeAs('noor', safeScope)
    expect((await refusalOf(liftAs('noor', freezeId))).message).toContain('does not lift it')
    expect((await refusalOf(liftAs('ruth', freezeId))).code).toBe('NOT_ALLOWED')
    await liftAs('sora', freezeId)
    expect((await refusalOf(liftAs('sora', freezeId))).message).toContain('You consented already')
    expect((await refusalOf(stageAs(desk, 'ines', payment(desk)))).message).toContain('frozen')
    const own = await freezeAs('ruth', { kind: 'member', id: 'sora' })
    expect((await refusalOf(liftAs('sora', own.freezeId))).message).toContain('does not lift it')
  })

  it('needs a passkey bound to this freeze and this reason', async () => {
    const { freezeId } = await freezeAs('ruth', safeScope)
    const input = { freezeId, reason: 'It was a false alarm.' }
    const noor = await signIn(desk, 'noor')
    expect((await refusalOf(perform(desk, noor, 'unfreeze', input))).code).toBe('STEP_UP_REFUSED')
    const proof = await stepUp(desk, noor, 'unfreeze', input)
    const other = { freezeId, reason: 'Something else entirely.', proof }
    expect((await refusalOf(perform(desk, noor, 'unfreeze', other))).message).toContain('other content')
  })

  it('is refused for one that is lifted already', async () => {
    const { freezeId } = await freezeAs('ruth', safeScope)
    await liftAs('noor', freezeId)
    await liftAs('sora', freezeId)
    expect((await refusalOf(liftAs('viktor', freezeId))).message).toContain('lifted already')
  })
})

describe('whoever owns the database', () => {
  const owner = async (...queries: string[]) => {
    const client = new Client({ connectionString: desk.database.ownerUrl })
    await client.connect()
    for (const table of ['freeze_order', 'freeze_lift']) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    for (const query of queries) await client.query(query)
    await client.end()
  }

  it('does not end a freeze by taking its row away', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await freezeAs('ruth', safeScope)
    await performJob(desk, 'sign-checkpoint')
    await owner('DELETE FROM freeze_order')
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('freeze of the safe treasury')
  })

  it('does not end a freeze with lifts that nobody gave', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const { freezeId } = await freezeAs('ruth', safeScope)
    await liftAs('noor', freezeId)
    await performJob(desk, 'sign-checkpoint')
    await owner(
      `INSERT INTO freeze_lift (freeze_id, member_id, reason, proof, challenge, at)
       SELECT freeze_id, 'sora', reason, proof, challenge || 'x', at FROM freeze_lift`,
    )
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('freeze of the safe treasury')
  })
})

describe('at once', () => {
  it('nothing of what runs beside a freeze is accepted after it', async () => {
    const ids: string[] = []
    for (let at = 0; at < 6; at += 1) ids.push((await stageAs(desk, 'ines', payment(desk, `${at + 1}.00`))).id)
    const signed = await Promise.all(ids.map((id) => beginAs(desk, 'ruth', id)))
    const ruth = await signIn(desk, 'ruth')
    const posts = await Promise.all(
      signed.map(async (input) => ({ ...input, proof: await stepUp(desk, ruth, 'approve', input) })),
    )
    const outcomes = posts.map(async (input) => {
      await perform(desk, ruth, 'approve', input)
      return 'approved'
    })
    await Promise.allSettled([...outcomes, freezeAs('tomas', safeScope)])
    const { rows } = await desk.db.$client.query<{ action: string }>(
      `SELECT action FROM audit_event WHERE action IN ('approve', 'freeze') AND outcome = 'done' ORDER BY id`,
    )
    const at = rows.findIndex(({ action }) => action === 'freeze')
    expect(at).toBeGreaterThanOrEqual(0)
    expect(rows.slice(at + 1)).toEqual([])
    expect((await refusalOf(approveAs(desk, 'aiko', ids[0] ?? ''))).message).toContain('frozen')
  })

  it('the database itself refuses what a verb forgets', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await freezeAs('ruth', { kind: 'withdrawal', id })
    const [row] = await desk.db.select().from(withdrawal)
    const insert = desk.db.$client.query(
      `INSERT INTO submission (withdrawal_id, attempt, executor_id, executor_address, evidence_digest, proof, challenge, handed_over_at, state)
       VALUES ($1, 1, 'eli', '0x', '', '{}', 'x', now(), 'handed-over')`,
      [row?.id],
    )
    await expect(insert).rejects.toThrow(/freeze stands in the way|ready or executing/)
  })
})

async function states(): Promise<string[]> {
  const rows = await desk.db.select({ state: withdrawal.state }).from(withdrawal).orderBy(withdrawal.stagedAt)
  return rows.map(({ state }) => state)
}

it('is told by the preview, so that nobody is asked for a passkey that leads nowhere', async () => {
  const previewed = async () =>
    ((await act(desk, 'ines', 'preview', payment(desk))) as { frozen: string | null }).frozen
  expect(await previewed()).toBeNull()
  await act(desk, 'ruth', 'freeze', { scope: { kind: 'safe', id: 'operations' } })
  expect(await previewed()).toBeNull()
  await act(desk, 'ruth', 'freeze', { scope: { kind: 'safe', id: 'treasury' } })
  expect(await previewed()).toMatch(/^This Safe is frozen by Ruth since \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/)
})
