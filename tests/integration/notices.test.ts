import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countUnread, listNotices } from '@/db/queries/notices'
import { auditEvent } from '@/db/schema/audit'
import { notice, noticeCursor } from '@/db/schema/notice'
import type { EvidencePack } from '@/lib/audit/types'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { burnNotices } from '@/lib/flows/burn-notices'
import { noticeSentence } from '@/lib/notices/words'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { agreeAs, contactsBody, proposeAs } from '@/tests/builders/proposals'
import { act, perform, performJob, signIn } from '@/tests/builders/world'

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

const derive = async () => {
  await performJob(desk, 'sequence-log')
  return performJob(desk, 'derive-notices') as Promise<{ told: number }>
}
const FIRST = { below: null, size: 50 }
const inboxOf = async (who: string) => (await listNotices(desk.db, await signIn(desk, who), FIRST)).lines
const sentencesOf = async (who: string) => (await inboxOf(who)).map(noticeSentence)

describe('a withdrawal on its way', () => {
  let id: string

  it('tells its approvers that it waits, and not its initiator', async () => {
    ;({ id } = await stageAs(desk, 'ines', payment(desk)))
    await derive()
    for (const who of ['ruth', 'tomas', 'aiko'])
      expect(await sentencesOf(who)).toEqual([`${id} waits for your approval.`])
    expect(await sentencesOf('ines')).toEqual([])
    expect(await sentencesOf('viktor')).toEqual([])
  })

  it('tells the executor that it is ready, and everybody on it that it is executed', async () => {
    await makeReady(desk, id)
    await derive()
    expect(await sentencesOf('eli')).toEqual([`${id} is ready to execute.`])
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    expect(await followUntilFinal(desk, id)).toBe('executed')
    await derive()
    expect((await sentencesOf('ines'))[0]).toBe(`${id} is executed and final.`)
    expect(await sentencesOf('ruth')).toEqual([`${id} is executed and final.`, `${id} waits for your approval.`])
    expect(await sentencesOf('eli')).toEqual([`${id} is ready to execute.`])
  })

  it('is told once, however often and by however many it is derived', async () => {
    const before = await desk.db.$count(notice)
    expect(await derive()).toEqual({ told: 0 })
    await stageAs(desk, 'ines', payment(desk, '11.00'))
    await performJob(desk, 'sequence-log')
    const runs = await Promise.all([1, 2, 3].map(() => performJob(desk, 'derive-notices') as Promise<{ told: number }>))
    const told = runs.reduce((sum, run) => sum + run.told, 0)
    expect(told).toBeGreaterThan(0)
    expect(await desk.db.$count(notice)).toBe(before + told)
  })

  it('is not told anew to who has approved meanwhile', async () => {
    const { id: quick } = await stageAs(desk, 'ines', payment(desk, '12.00'))
    await approveAs(desk, 'ruth', quick)
    await derive()
    expect((await sentencesOf('ruth'))[0]).not.toContain(quick)
    expect((await sentencesOf('tomas'))[0]).toBe(`${quick} waits for your approval.`)
  })
})

describe('a nudge', () => {
  it('reaches each approver who is missing, nobody else, and once an hour', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '12.50'))
    await approveAs(desk, 'ruth', id)
    await derive()
    const before = await sentencesOf('ruth')
    const { asked } = (await act(desk, 'ines', 'nudge', { withdrawalId: id })) as { asked: number }
    expect(asked).toBeGreaterThan(1)
    expect(await derive()).toEqual({ told: asked })
    const said = `The initiator of ${id} asks for your approval.`
    for (const who of ['tomas', 'aiko']) expect((await sentencesOf(who))[0]).toBe(said)
    expect(await sentencesOf('ruth')).toEqual(before)
    expect((await refusalOf(act(desk, 'ines', 'nudge', { withdrawalId: id }))).code).toBe('TOO_MANY')
    desk.pass(3601)
    expect(await act(desk, 'ines', 'nudge', { withdrawalId: id })).toEqual({ asked })
  })

  it('is its initiator’s alone, while approvals are missing', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '12.75'))
    const nia = { ...(await signIn(desk, 'ruth')), roles: ['initiator'] as const }
    const refusal = await refusalOf(perform(desk, nia, 'nudge', { withdrawalId: id }))
    expect(refusal).toMatchObject({ code: 'NOT_ALLOWED', message: expect.stringContaining('only its initiator') })
    await act(desk, 'ines', 'cancel', { withdrawalId: id, reason: 'It was paid from elsewhere.' })
    expect((await refusalOf(act(desk, 'ines', 'nudge', { withdrawalId: id }))).code).toBe('CONFLICT')
  })

  it('goes into the evidence, which still verifies', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '12.80'))
    await act(desk, 'ines', 'nudge', { withdrawalId: id })
    await performJob(desk, 'sign-checkpoint')
    const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId: id })) as { text: string }
    expect(text).toContain('nudge')
    expect(await verifyEvidence(JSON.parse(text) as EvidencePack)).toMatchObject({ ok: true })
  })
})

describe('stops and changes', () => {
  it('tell everybody of a freeze but who froze', async () => {
    await act(desk, 'bram', 'freeze', { scope: { kind: 'safe', id: 'operations' }, reason: 'Looking into it.' })
    await derive()
    for (const who of ['ines', 'eli', 'noor', 'viktor']) expect((await sentencesOf(who))[0]).toBe('A Safe is frozen.')
    expect(await sentencesOf('bram')).not.toContain('A Safe is frozen.')
  })

  it('tell everybody that a freeze is lifted, once, and not of the first consent', async () => {
    const scope = { kind: 'asset', id: '31337:native' }
    const { freezeId } = (await act(desk, 'bram', 'freeze', { scope, reason: 'Looking into it.' })) as {
      freezeId: string
    }
    const lifted = 'An asset is no longer frozen.'
    await act(desk, 'noor', 'unfreeze', { freezeId, reason: 'It was a false alarm.' })
    await derive()
    for (const who of ['ines', 'eli', 'bram']) expect(await sentencesOf(who)).not.toContain(lifted)
    await act(desk, 'viktor', 'unfreeze', { freezeId, reason: 'It was a false alarm.' })
    await derive()
    for (const who of ['ines', 'eli', 'bram', 'noor'])
      expect((await sentencesOf(who)).filter((sentence) => sentence === lifted)).toHaveLength(1)
  })

  it('tell compliance and the initiator of a hold', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '13.00'))
    await act(desk, 'noor', 'hold', { withdrawalId: id, note: 'The invoice is missing.' })
    await derive()
    expect((await sentencesOf('ines'))[0]).toBe(`${id} is held.`)
    expect(await sentencesOf('noor')).not.toContain(`${id} is held.`)
  })

  it('tell the other admin of a proposal, and its author what became of it', async () => {
    const proposalId = await proposeAs(desk, 'viktor', 'add-contacts', contactsBody('Dogwood Mills'))
    await derive()
    expect((await sentencesOf('sora'))[0]).toBe(`${proposalId} waits for a second admin.`)
    expect(await sentencesOf('viktor')).not.toContain(`${proposalId} waits for a second admin.`)
    await agreeAs(desk, 'sora', proposalId)
    await derive()
    expect((await sentencesOf('viktor'))[0]).toBe(`${proposalId} is agreed to.`)
  })

  it('tell of a list that lost too much', async () => {
    const listOf = (count: number) => ({
      ...{ listId: 'own', name: 'Own list', source: 'Our own cases', format: 'plain', maxAgeHours: 24 },
      text: Array.from({ length: count }, (_, at) => `0x${String(at + 1).padStart(40, '5')}`).join('\n'),
    })
    await act(desk, 'noor', 'import-list', listOf(9))
    await derive()
    const before = await sentencesOf('viktor')
    expect((await refusalOf(act(desk, 'noor', 'import-list', listOf(2)))).code).toBe('BLOCKED')
    await derive()
    expect(await sentencesOf('viktor')).toEqual([
      'An import of a list was refused. What the list says did not change.',
      ...before,
    ])
  })
})

describe('a stretch of the log', () => {
  const draft = { memberId: 'ruth', kind: 'ready', about: 'W-1', at: '2026-03-01T09:00:00.000Z' } as const

  it('is told with its cursor or not at all', async () => {
    await derive()
    const [at] = await desk.db.select().from(noticeCursor)
    const from = at?.seq ?? -1
    const before = await desk.db.$count(notice)
    // A leaf that is not there: the reference refuses the notice, and the cursor stays with it.
    const broken = { from, to: from + 9, drafts: [{ ...draft, seq: from + 9 }], channels: [], now: desk.now() }
    await expect(burnNotices(desk.db, broken)).rejects.toThrow()
    // Somebody else was quicker.
    const late = { from: from - 1, to: from, drafts: [{ ...draft, seq: from }], channels: [], now: desk.now() }
    expect(await burnNotices(desk.db, late)).toEqual({ isMoved: false, told: 0, toSend: 0 })
    expect(await desk.db.$count(notice)).toBe(before)
    expect(await desk.db.select().from(noticeCursor)).toEqual([at])
  })

  it('stays as it was told, also against the role that told it', async () => {
    for (const sql of [
      `UPDATE notice SET kind = 'x'`,
      'DELETE FROM notice',
      'UPDATE notice_read SET at = now()',
      'DELETE FROM notice_unread',
      'INSERT INTO notice_unread SELECT member_id, id FROM notice',
    ])
      await expect(desk.db.$client.query(sql)).rejects.toThrow('permission denied')
    await expect(desk.db.$client.query('UPDATE notice_cursor SET seq = 0')).rejects.toThrow('not told of again')
  })
})

describe('reading', () => {
  it('is marked by the reader for themself, once, with its event', async () => {
    const [first, second] = await inboxOf('tomas')
    if (!first || !second) throw new Error('Tomas was told something')
    const tomas = await signIn(desk, 'tomas')
    const { counted: unread } = await countUnread(desk.db, tomas)
    expect(await act(desk, 'tomas', 'mark-read', { noticeIds: [first.id] })).toEqual({ read: 1 })
    expect(await act(desk, 'tomas', 'mark-read', { noticeIds: [first.id, second.id] })).toEqual({ read: 1 })
    expect(await act(desk, 'tomas', 'mark-read', { noticeIds: [first.id, second.id] })).toEqual({ read: 0 })
    expect(await countUnread(desk.db, tomas)).toEqual({ counted: unread - 2, isMore: false })
    const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'mark-read'))
    expect(events.map(({ actorId, objectType }) => [actorId, objectType])).toEqual([
      ['tomas', 'notice-read'],
      ['tomas', 'notice-read'],
    ])
  })

  it('is counted up to 99, over an index of what is unread alone', async () => {
    const sora = await signIn(desk, 'sora')
    await derive()
    const [{ seq: last } = { seq: -1 }] = await desk.db.select({ seq: noticeCursor.seq }).from(noticeCursor)
    const { counted: before } = await countUnread(desk.db, sora)
    const told = new Set((await desk.db.select().from(notice).where(eq(notice.memberId, 'sora'))).map(({ seq }) => seq))
    const free = Array.from({ length: last + 1 }, (_, seq) => seq).filter((seq) => !told.has(seq))
    const insert = (seqs: readonly number[]) =>
      desk.db
        .insert(notice)
        .values(seqs.map((seq) => ({ seq, memberId: 'sora', kind: 'ready', about: 'W-1', at: desk.now() })))
    await insert(free.slice(0, 99 - before))
    expect(await countUnread(desk.db, sora)).toEqual({ counted: 99, isMore: false })
    await insert(free.slice(99 - before, 110 - before))
    expect(await countUnread(desk.db, sora)).toEqual({ counted: 99, isMore: true })
  })

  it('is refused for somebody else’s', async () => {
    const [own] = await inboxOf('ruth')
    const refusal = await refusalOf(act(desk, 'tomas', 'mark-read', { noticeIds: [own?.id ?? 0] }))
    expect(refusal.code).toBe('NOT_FOUND')
    expect((await inboxOf('ruth'))[0]?.isRead).toBe(false)
  })

  it('turns pages by id, newest first, without an overlap', async () => {
    const noor = await signIn(desk, 'ines')
    const all = (await listNotices(desk.db, noor, FIRST)).lines.map(({ id }) => id)
    const turned: number[] = []
    for (let below: number | null = null; ;) {
      const page = await listNotices(desk.db, noor, { below, size: 2 })
      turned.push(...page.lines.map(({ id }) => id))
      if (page.older === null) break
      below = page.older
    }
    expect(all.length).toBeGreaterThan(2)
    expect(turned).toEqual(all)
  })
})
