import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { asOwner } from '@/tests/builders/as-owner'
import { cancelOnchainAs, REASON, rowOf, runUntilFinal } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, signIn, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())

const staged = async (amount?: string) => (await stageAs(desk, 'ines', payment(desk, amount))).id
const asked = async (amount?: string) => {
  const id = await staged(amount)
  await beginAs(desk, 'ruth', id)
  return id
}

describe('an on-chain cancel', () => {
  it('takes the nonce of what it replaces, gives that up, and is reviewed as nothing else than a cancel', async () => {
    const id = await asked()
    const cancel = await cancelOnchainAs(desk, 'ines', id)
    expect(cancel.state).toBe('awaiting-approvals')
    const row = await rowOf(desk, cancel.id)
    expect(row).toMatchObject({ class: 'cancel', replaces: id, nonce: 0n, data: '0x', value: 0n, operation: 0 })
    expect(row.to).toBe(row.safeAddress)
    expect(await rowOf(desk, id)).toMatchObject({ state: 'cancel-pending-onchain', isNonceHeld: true })
    const { reviewed } = await readPage(desk, 'ruth', cancel.id)
    expect(reviewed.assessment.intent).toEqual({ legs: [], purpose: REASON, reference: id })
    expect(reviewed.assessment).toMatchObject({ verdict: 'ok', effects: { kind: 'simulated', status: 'success' } })
    expect(reviewed.requirement).toMatchObject({ rule: 'on-chain cancel', decision: 'allow', approvals: 3 })
    const told = await desk.db.select().from(auditEvent).where(eq(auditEvent.objectId, id))
    expect(told.at(-1)).toMatchObject({ action: 'cancel-onchain', reason: expect.stringContaining(cancel.id) })
    expect(told.at(-2)).toMatchObject({
      action: 'withdrawal awaiting-approvals → cancel-pending-onchain',
      actorId: 'ines',
    })
  })

  it('needs the threshold of the Safe in distinct people, without who started it', async () => {
    const id = await asked()
    const { id: cancel } = await cancelOnchainAs(desk, 'lena', id)
    expect((await refusalOf(approveAs(desk, 'lena', cancel))).message).toContain('You staged')
    await approveAs(desk, 'ruth', cancel)
    await approveAs(desk, 'tomas', cancel)
    expect((await refusalOf(executeAs(desk, 'eli', cancel))).message).toMatch(/not ready|approvals/)
    expect((await approveAs(desk, 'aiko', cancel)).state).toBe('ready')
  })

  it('gives up nobody else’s withdrawal, but of who may reject it; what is given up any initiator cancels', async () => {
    await asOwner(desk.database, 'ALTER TABLE member DISABLE TRIGGER USER')
    await asOwner(desk.database, `UPDATE member SET roles = '{admin,initiator}' WHERE id = 'sora'`)
    const id = await asked()
    const refusal = await refusalOf(cancelOnchainAs(desk, 'sora', id))
    expect(refusal).toMatchObject({ code: 'NOT_ALLOWED', message: expect.stringContaining(`Who staged ${id}`) })
    expect((await readPage(desk, 'sora', id)).viewer.cancelOnchain.whyNot).toBe(refusal.message)
    expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting-approvals' })
    await act(desk, 'tomas', 'reject', { withdrawalId: id, reason: 'Not what we ordered.' })
    expect((await readPage(desk, 'sora', id)).viewer.cancelOnchain.isOpen).toBe(true)
    await cancelOnchainAs(desk, 'sora', id)
  })

  it('ends what it replaces once it is final, and frees the nonce of both', async () => {
    const id = await asked()
    await approveAs(desk, 'tomas', id)
    const { id: cancel } = await cancelOnchainAs(desk, 'ruth', id)
    expect(await runUntilFinal(desk, cancel, ['tomas', 'aiko', 'lena'])).toBe('executed')
    expect(await rowOf(desk, cancel)).toMatchObject({ state: 'executed', isNonceHeld: false })
    expect(await rowOf(desk, id)).toMatchObject({ state: 'cancelled-onchain', isNonceHeld: false })
    const next = await rowOf(desk, await staged('7.00'))
    expect(next.nonce).toBe(1n)
  })

  it('is refused where no signature was ever asked for: there a plain cancel ends it at once', async () => {
    const id = await staged()
    const refusal = await refusalOf(cancelOnchainAs(desk, 'ines', id))
    expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('No signature') })
    expect((await rowOf(desk, id)).state).toBe('awaiting-approvals')
    expect(await act(desk, 'ines', 'cancel', { withdrawalId: id, reason: REASON })).toEqual({ state: 'cancelled' })
  })

  it('is of what the page said: another Safe or nonce, one that is over, one that is cancelled already, or a cancel', async () => {
    const id = await asked()
    expect((await refusalOf(cancelOnchainAs(desk, 'ines', id, { nonce: '1' }))).message).toContain('not at nonce 1')
    expect((await refusalOf(cancelOnchainAs(desk, 'ines', id, { safeId: 'operations' }))).message).toContain(
      'not at nonce',
    )
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    expect((await refusalOf(cancelOnchainAs(desk, 'lena', id))).message).toContain(`${cancel} cancels ${id} already`)
    await beginAs(desk, 'ruth', cancel)
    expect((await refusalOf(cancelOnchainAs(desk, 'lena', cancel))).message).toContain('itself a cancel')
    await runUntilFinal(desk, cancel)
    expect((await refusalOf(cancelOnchainAs(desk, 'lena', id))).message).toContain('used nonce 0 already')
  })

  it('is bound to the nonce, the replaced withdrawal and the reason that its initiator confirmed', async () => {
    const id = await asked()
    const other = await asked('1.00')
    const ines = await signIn(desk, 'ines')
    const input = { safeId: 'treasury', nonce: '0', replaces: id, reason: REASON }
    for (const change of [
      { nonce: '1' },
      { replaces: other },
      { replaces: null },
      { reason: 'Something else entirely.' },
    ]) {
      const proof = await stepUp(desk, ines, 'cancel-onchain', input)
      const refusal = await refusalOf(perform(desk, ines, 'cancel-onchain', { ...input, ...change, proof }))
      expect(refusal.message).toContain('other content')
    }
    const proof = await stepUp(desk, ines, 'cancel-onchain', input)
    await perform(desk, ines, 'cancel-onchain', { ...input, proof })
  })

  it('that two start at once is started once', async () => {
    const id = await asked()
    const done = await Promise.allSettled(['ines', 'lena', 'bram'].map((who) => cancelOnchainAs(desk, who, id)))
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of done) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'CONFLICT' })
  })

  it('that nobody could approve is not begun, and gives nothing up', async () => {
    const id = await asked()
    const active = (isActive: boolean) =>
      asOwner(desk.database, `UPDATE member SET is_active = $1 WHERE id IN ('tomas', 'aiko', 'bram')`, [isActive])
    await active(false)
    const refusal = await refusalOf(cancelOnchainAs(desk, 'ines', id))
    expect(refusal).toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('Nobody could approve') })
    expect((await rowOf(desk, id)).state).toBe('awaiting-approvals')
    await active(true)
    await cancelOnchainAs(desk, 'ines', id)
  })
})
