import { asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { withdrawal } from '@/db/schema/withdrawal'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  makeReady,
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

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())
afterAll(() => chain.stop())

const rowOf = async (id: string) => {
  const [row] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
  if (!row) throw new Error(`no ${id}`)
  return row
}
const rejectAs = (who: string, withdrawalId: string) =>
  act(desk, who, 'reject', { withdrawalId, reason: 'The invoice was paid last week.' })

describe('a rejection', () => {
  it('before any signature request ends it, and its nonce is free again at once', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    expect(await rejectAs('ruth', id)).toEqual({ state: 'rejected' })
    expect(await rowOf(id)).toMatchObject({ nonce: 0n, isNonceHeld: false })
    const next = await stageAs(desk, 'ines', payment(desk, '99.00'))
    expect(await rowOf(next.id)).toMatchObject({ nonce: 0n, isNonceHeld: true })
    const told = await desk.db.select().from(auditEvent).where(eq(auditEvent.objectId, id)).orderBy(asc(auditEvent.id))
    expect(told.at(-1)).toMatchObject({ action: 'withdrawal awaiting-approvals → rejected', actorId: 'ruth' })
  })

  it('does not forbid to stage the very same payment again', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await rejectAs('ruth', id)
    const again = await stageAs(desk, 'ines', payment(desk))
    expect((await rowOf(again.id)).safeTxHash).toBe((await rowOf(id)).safeTxHash)
    expect(await approveAs(desk, 'ruth', again.id)).toMatchObject({ state: 'awaiting-approvals' })
    expect((await readPage(desk, 'noor', id)).approvals).toEqual([])
  })

  it('after a signature was asked for leaves it pending on chain, and the nonce stays taken', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await beginAs(desk, 'tomas', id)
    expect(await rejectAs('ruth', id)).toEqual({ state: 'cancel-pending-onchain' })
    expect(await rowOf(id)).toMatchObject({ nonce: 0n, isNonceHeld: true })
    const next = await stageAs(desk, 'ines', payment(desk, '99.00'))
    expect((await rowOf(next.id)).nonce).toBe(1n)
    expect(await refusalOf(approveAs(desk, 'aiko', id))).toMatchObject({ code: 'CONFLICT' })
  })

  it('happens once', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const ends = await Promise.allSettled(['ruth', 'tomas', 'aiko'].map((who) => rejectAs(who, id)))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('and the last approval at once leave one outcome', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await approveAs(desk, 'ruth', id)
    await approveAs(desk, 'tomas', id)
    const input = await beginAs(desk, 'aiko', id)
    await Promise.allSettled([act(desk, 'aiko', 'approve', input), rejectAs('lena', id)])
    expect((await rowOf(id)).state).toBe('cancel-pending-onchain')
  })
})

describe('staging', () => {
  it('gives 20 at once 20 nonces without a gap', async () => {
    const amounts = Array.from({ length: 20 }, (_, at) => `${at + 1}.00`)
    const staged = await Promise.all(amounts.map((amount) => stageAs(desk, 'ines', payment(desk, amount))))
    const rows = await desk.db.select().from(withdrawal).orderBy(asc(withdrawal.nonce))
    expect(rows.map(({ nonce }) => nonce)).toEqual(amounts.map((_, at) => BigInt(at)))
    expect(new Set(staged.map(({ id }) => id)).size).toBe(20)
    expect(new Set(staged.map(({ state }) => state))).toEqual(new Set(['awaiting-approvals']))
  })
})

describe('the order of the queue', () => {
  it('offers to execute the next nonce and no other, and names what the other waits for', async () => {
    const first = await stageAs(desk, 'ines', payment(desk))
    const second = await stageAs(desk, 'ines', payment(desk, '99.00'))
    await makeReady(desk, second.id)
    const waiting = await readPage(desk, 'eli', second.id)
    expect(waiting.ahead).toEqual([{ id: first.id, nonce: 0n }])
    expect(waiting.viewer.execute).toEqual({
      isOpen: false,
      whyNot: `Nonce 1 waits for ${first.id}, which has nonce 0.`,
    })
    expect((await refusalOf(executeAs(desk, 'eli', second.id))).message).toContain('The Safe is at nonce 0')
    await rejectAs('ruth', first.id)
    const { whyNot } = (await readPage(desk, 'eli', second.id)).viewer.execute
    expect(whyNot).toBe('Nonce 1 waits for nonce 0, which belongs to nothing.')
    const refilled = await stageAs(desk, 'ines', payment(desk, '98.00'))
    await makeReady(desk, refilled.id)
    expect((await readPage(desk, 'eli', refilled.id)).viewer.execute).toEqual({ isOpen: true, whyNot: '' })
  })
})

it('asks nobody twice: who approved is not asked for another signature', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk))
  await approveAs(desk, 'ruth', id)
  expect((await refusalOf(beginAs(desk, 'ruth', id))).message).toContain('recorded already')
  await beginAs(desk, 'tomas', id)
})
