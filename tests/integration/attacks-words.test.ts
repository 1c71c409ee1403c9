import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rejection } from '@/db/schema/withdrawal'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  beginAs,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

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

const HIDDEN = '\u3164\u115f\u2800\u200b\u{e0041}\u034f\uffa0\u180e\ufe0f'

describe('an acknowledgement', () => {
  it('is of a finding that is there, and of nothing else', async () => {
    const input = await beginAs(desk, 'ruth', id)
    const early = { code: 'NONCE_CONFLICT', path: '', reason: 'Whatever comes later is fine.' }
    const extra = { ...input, acknowledged: [...input.acknowledged, early] }
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', extra))
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', problems: [{ field: 'acknowledged.NONCE_CONFLICT.' }] })
    expect(refusal.message).toContain('is no high finding of this review')
    expect(await act(desk, 'ruth', 'approve', input)).toMatchObject({ state: 'awaiting-approvals' })
  })
})

describe('text that people write', () => {
  const nul = 'cannot be stored'

  it.each([
    ['a purpose', 'preview', () => ({ ...payment(desk), purpose: 'fee\u0000' })],
    ['a Safe', 'preview', () => ({ ...payment(desk), safeId: 'treasury\u0000' })],
    ['a reference', 'preview', () => ({ ...payment(desk), reference: '\ud83d' })],
    ['a reason', 'reject', () => ({ withdrawalId: id, reason: 'It looks wrong\u0000' })],
  ])('is refused where it cannot be stored: %s', async (_what, verb, input) => {
    const refusal = await refusalOf(act(desk, verb === 'reject' ? 'tomas' : 'ines', verb, input()))
    expect(refusal.code).toBe('BAD_INPUT')
    expect(refusal.message).toContain(nul)
  })

  it('is refused where nobody can read it', async () => {
    const purpose = await refusalOf(act(desk, 'ines', 'preview', { ...payment(desk), purpose: ` ${HIDDEN} ` }))
    expect(purpose.message).toBe('Write what this is for. Every approver and reviewer reads it.')
    const reason = { withdrawalId: id, reason: `no${HIDDEN}` }
    const refusal = await refusalOf(act(desk, 'tomas', 'reject', reason))
    expect(refusal.message).toContain('at least eight characters')
  })

  it('is kept with its hidden characters shown', async () => {
    const staged = await stageAs(desk, 'ines', { ...payment(desk, '5.00'), purpose: 'Custody\u3164 fee' })
    const { intent } = (await readPage(desk, 'ruth', staged.id)).reviewed.assessment
    expect(intent?.purpose).toBe('Custody‹U+3164› fee')
    await act(desk, 'tomas', 'reject', { withdrawalId: id, reason: 'The invoice\u202e was paid.' })
    expect(await desk.db.select().from(rejection)).toMatchObject([{ reason: 'The invoice‹U+202E› was paid.' }])
  })
})
