import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOpenQuestions } from '@/db/queries/questions'
import { readStory } from '@/db/queries/story'
import { auditEvent } from '@/db/schema/audit'
import { withdrawalComment } from '@/db/schema/comment'
import { withdrawal } from '@/db/schema/withdrawal'
import { readExport } from '@/lib/audit/read-export'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const say = (who: string, words: string, asksInitiator = false, withdrawalId = id) =>
  act(desk, who, 'comment', { withdrawalId, words, asksInitiator })
const stateOf = async () => {
  const [row] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
  return row
}

describe('a question to the initiator', () => {
  it('stands on the page until the initiator writes, and stops nothing', async () => {
    const before = await stateOf()
    await approveAs(desk, 'ruth', id)
    await say('tomas', 'Which invoice is this for?', true)
    const { questions, viewer } = await readPage(desk, 'tomas', id)
    expect(questions).toMatchObject([{ by: 'Tomas', words: 'Which invoice is this for?' }])
    expect(viewer.approve.isOpen).toBe(true)
    expect(await stateOf()).toEqual({ ...before, signatureRequestedAt: expect.any(Date) })

    await say('noor', 'I would like to know, too.')
    expect((await readPage(desk, 'ines', id)).questions).toHaveLength(1)
    await say('ines', '42.')
    expect((await readPage(desk, 'tomas', id)).questions).toEqual([])
    await say('lena', 'And who asked for it?', true)
    expect((await readPage(desk, 'ines', id)).questions).toMatchObject([{ by: 'Lena' }])
  })

  it('leaves every approval as it was: the payment becomes ready and its evidence is the same', async () => {
    const { reviewed } = await readPage(desk, 'ruth', id)
    await makeReady(desk, id, ['tomas', 'aiko'])
    const page = await readPage(desk, 'eli', id)
    expect({ state: page.state, filled: page.quorum.filled }).toEqual({ state: 'ready', filled: 3 })
    expect(page.reviewed.digest).toBe(reviewed.digest)
    expect(page.questions).toHaveLength(1)
  })

  it('is not asked by the initiator, neither through the verb nor in the database', async () => {
    expect((await refusalOf(say('ines', 'Why did I?', true))).message).toContain('others ask you')
    const row = { withdrawalId: id, memberId: 'ines', words: 'Why?', asksInitiator: true, at: desk.now() }
    const made = desk.db.insert(withdrawalComment).values(row)
    await expect(made).rejects.toMatchObject({ cause: { message: `the initiator of ${id} is asked by others` } })
    expect(await listOpenQuestions(desk.db, { memberId: 'ines', roles: [] }, id)).toHaveLength(1)
  })
})

describe('a comment', () => {
  it('is told in the story in its author’s words', async () => {
    const story = await readStory(desk.db, { memberId: 'ruth', roles: [] }, id)
    const said = story.flatMap(({ actor, action, personal }) =>
      action === 'comment' || action === 'ask-initiator' ? [[actor, action, personal]] : [],
    )
    expect(said).toEqual([
      ['Tomas', 'ask-initiator', '{"reason":"Which invoice is this for?"}'],
      ['Noor', 'comment', '{"reason":"I would like to know, too."}'],
      ['Ines', 'comment', '{"reason":"42."}'],
      ['Lena', 'ask-initiator', '{"reason":"And who asked for it?"}'],
    ])
  })

  it('names its author and not its words in the log itself', async () => {
    const rows = await desk.db.select().from(auditEvent).where(eq(auditEvent.objectType, 'comment'))
    for (const row of rows) expect(row.objectId).toMatch(new RegExp(`^${id}/`))
    expect(rows.map(({ actorId }) => actorId)).toEqual(['tomas', 'noor', 'ines', 'lena'])
    expect(JSON.stringify(rows)).not.toContain('invoice')
  })

  it('shows what it hides', async () => {
    const { id: other } = await stageAs(desk, 'ines', payment(desk, '7.00'))
    await say('noor', 'pay \u202eevil', false, other)
    const [row] = await desk.db.select().from(withdrawalComment).where(eq(withdrawalComment.withdrawalId, other))
    expect(row?.words).toBe('pay ‹U+202E›evil')
  })

  it.each([
    ['nothing', '  '],
    ['nothing that draws', '\u200b\u200b'],
    ['more than 1000 characters', 'x'.repeat(1001)],
  ])('is not %s', async (_what, words) => {
    expect((await refusalOf(say('noor', words))).code).toBe('BAD_INPUT')
  })

  it('is of a withdrawal that is there', async () => {
    expect((await refusalOf(say('noor', 'Hello?', false, 'W-9'))).code).toBe('NOT_FOUND')
  })

  it('is neither changed nor taken back', async () => {
    const change = desk.db.update(withdrawalComment).set({ words: 'Never mind.' })
    await expect(change).rejects.toMatchObject({ cause: { message: expect.stringContaining('permission denied') } })
    await expect(asOwner(desk.database, 'DELETE FROM withdrawal_comment')).rejects.toThrow('append')
  })

  it('is part of the evidence, which verifies', async () => {
    await performJob(desk, 'sign-checkpoint')
    const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId: id })) as { text: string }
    const pack = readExport(text)
    if (pack.format !== 'countersign-evidence/1') throw new Error('not a pack')
    expect(await verifyEvidence(pack)).toMatchObject({ ok: true, approvals: 3 })
    expect(Object.keys(pack.withdrawal).filter((section) => section.startsWith('comment/'))).toHaveLength(4)
    expect(pack.personal?.map(({ json }) => json)).toContain('{"reason":"42."}')
  })
})
