import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReceipt } from '@/db/queries/receipt'
import { searchWithdrawals } from '@/db/queries/withdrawal-search'
import { auditEvent } from '@/db/schema/audit'
import { execution } from '@/db/schema/execution'
import { withdrawal } from '@/db/schema/withdrawal'
import { contentDigest } from '@/lib/core/digest'
import { demoMember } from '@/lib/demo/members'
import { readCsv } from '@/lib/stage/csv'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, performJob, signIn, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string
let txHash: `0x${string}`
let today: string

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  const form = {
    ...payment(desk),
    legs: [...payment(desk).legs, { asset: 'native', recipient: PAYEE as string, amount: '0.5' }],
    reference: '=1+1',
  }
  ;({ id } = await stageAs(desk, 'ines', form))
  await makeReady(desk, id)
  txHash = await send(desk, 'eli', await executeAs(desk, 'eli', id))
  expect(await followUntilFinal(desk, id)).toBe('executed')
  const { timestamp } = await chain.client.getBlock({ blockHash: (await receipt()).blockHash })
  today = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const receipt = () => chain.client.getTransactionReceipt({ hash: txHash })
type Answer = { filename: string; text: string; rows: number }
const exportFor = async (from: string, until: string) =>
  (await act(desk, 'noor', 'export-accounting', { from, until })) as Answer
const rowsOf = ({ text }: Answer): Record<string, string>[] => {
  const read = readCsv(text)
  if (!read.ok) throw new Error(read.message)
  const [head, ...body] = read.records
  return body.map(({ cells }) => Object.fromEntries(cells.map((cell, at) => [head?.cells[at] ?? '', cell])))
}

describe('what the desk learns of an execution', () => {
  it('is kept as the receipt says it, in the transaction that ends it', async () => {
    const { gasUsed, effectiveGasPrice, blockHash, blockNumber } = await receipt()
    const { timestamp } = await chain.client.getBlock({ blockHash })
    expect(await desk.db.select().from(execution)).toEqual([
      {
        ...{ withdrawalId: id, txHash, blockHash, blockNumber, blockTime: new Date(Number(timestamp) * 1000) },
        ...{ feeWei: gasUsed * effectiveGasPrice, feePayer: demoMember('eli').address },
      },
    ])
    const told = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'keep-receipt'))
    expect(told).toMatchObject([{ actorKind: 'system', objectType: 'execution', objectId: id, subject: txHash }])
  })

  it('is found by whom it was handed to, and by nobody else’s name', async () => {
    const found = async (memberId: string) => {
      const filter = { person: { memberId, part: 'executed' } } as const
      const page = await searchWithdrawals(desk.db, { memberId: 'noor', roles: [] }, { filter, start: null, size: 5 })
      return page.lines.map((line) => line.id)
    }
    expect(await found('eli')).toEqual([id])
    expect(await found('ruth')).toEqual([])
  })

  it('can neither be changed nor made up', async () => {
    const [kept] = await desk.db.select().from(execution)
    if (!kept) throw new Error('nothing kept')
    const change = desk.db.update(execution).set({ feeWei: 0n })
    await expect(change).rejects.toMatchObject({ cause: { message: expect.stringContaining('permission denied') } })
    await expect(asOwner(desk.database, 'UPDATE execution SET fee_wei = 0')).rejects.toThrow('append')
    const { id: other } = await stageAs(desk, 'ines', payment(desk, '7.00'))
    const madeUp = desk.db.insert(execution).values({ ...kept, withdrawalId: other })
    await expect(madeUp).rejects.toMatchObject({ cause: { message: `${other} is not executed` } })
  })
})

describe('the receipt to print', () => {
  const reader = { memberId: 'ruth', roles: ['signer'] }

  it('says what was paid, who decided and what the chain has of it', async () => {
    const { gasUsed, effectiveGasPrice, blockNumber } = await receipt()
    const found = await readReceipt(desk.db, reader, id)
    expect(found).toMatchObject({
      ...{ id, state: 'executed', nonce: 0n, safe: { name: 'Treasury Safe' }, staged: { name: 'Ines' } },
      payments: [
        { leg: { units: 250_000_000n, recipient: PAYEE }, isAtMost: false, recipientName: 'Meridian Custody' },
        { leg: { units: 500_000_000_000_000_000n } },
      ],
      execution: { txHash, blockNumber, fee: { wei: gasUsed * effectiveGasPrice, payerName: 'Eli' } },
    })
    expect(found?.approvals.map(({ name }) => name)).toEqual(['Ruth', 'Tomas', 'Aiko'])
    expect(found?.handOvers.map(({ name }) => name)).toEqual(['Eli'])
  })

  it('says of what is not executed that nothing is known, and is of nothing that is not there', async () => {
    const { id: open } = await stageAs(desk, 'ines', payment(desk, '8.00'))
    const found = await readReceipt(desk.db, reader, open)
    expect(found).toMatchObject({ state: 'awaiting-approvals', execution: null, approvals: [], handOvers: [] })
    expect(await readReceipt(desk.db, reader, 'W-9')).toBeNull()
  })
})

describe('the accounting', () => {
  it('has a row for each payment of the period, with block time, fee and who paid it', async () => {
    const answer = await exportFor(today, today)
    const { gasUsed, effectiveGasPrice } = await receipt()
    expect(answer.filename).toBe(`countersign-accounting-${today}-${today}.csv`)
    const shared = {
      ...{ chain: 'Local chain', chain_id: '31337', counterparty: 'Meridian Custody', to: PAYEE, withdrawal: id },
      ...{ fee_wei: (gasUsed * effectiveGasPrice).toString(), fee_paid_by: demoMember('eli').address },
      ...{ fee_paid_by_name: 'Eli', transaction_hash: txHash, reference: "'=1+1", purpose: 'Custody fee' },
      notes: 'The fee is of the whole transaction, once for the 2 rows that name it.',
    }
    const rows = rowsOf(answer)
    expect(rows).toMatchObject([
      { ...shared, asset: 'USDC', amount: '250.00', amount_base_units: '250000000' },
      { ...shared, asset: 'ETH', amount: '0.50', amount_base_units: '500000000000000000' },
    ])
    for (const row of rows) expect(row['block_time_utc']).toMatch(new RegExp(`^${today}T[\\d:.]+Z$`))
  })

  it('leaves out what was executed on another day', async () => {
    expect(rowsOf(await exportFor('2020-01-01', '2020-12-31'))).toEqual([])
    expect(rowsOf(await exportFor('2020-01-01', '2099-12-31'))).toHaveLength(2)
  })

  it('is in the log with the digest of what was given', async () => {
    const { text, rows } = await exportFor(today, today)
    const [told] = (
      await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'export-accounting')).orderBy(auditEvent.id)
    ).slice(-1)
    const content = { from: today, until: today, rows, digest: contentDigest(text) }
    expect(told).toMatchObject({ actorId: 'noor', objectType: 'export', contentHash: contentDigest(content) })
  })

  it('is for compliance and admins, with a passkey bound to the very period', async () => {
    const period = { from: today, until: today }
    expect((await refusalOf(act(desk, 'ruth', 'export-accounting', period))).message).toContain('compliance or admin')
    const noor = await signIn(desk, 'noor')
    const proof = await stepUp(desk, noor, 'export-accounting', period)
    const longer = { from: '2020-01-01', until: today, proof }
    expect((await refusalOf(perform(desk, noor, 'export-accounting', longer))).message).toContain('other content')
    expect((await refusalOf(perform(desk, noor, 'export-accounting', period))).message).toContain('passkey')
    expect(await act(desk, 'viktor', 'export-accounting', period)).toMatchObject({ rows: 2 })
  })

  it.each([
    ['2026-02-30', '2026-03-01'],
    ['2026-03-02', '2026-03-01'],
  ])('takes no period from %s to %s', async (from, until) => {
    const call = perform(desk, await signIn(desk, 'noor'), 'export-accounting', { from, until })
    expect((await refusalOf(call)).code).toBe('BAD_INPUT')
  })

  it('says what is not known of what was executed before receipts were kept', async () => {
    await performJob(desk, 'sign-checkpoint')
    await asOwner(desk.database, 'ALTER TABLE execution DISABLE TRIGGER append_only; DELETE FROM execution')
    const [row] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
    const seen = row?.stateSince.toISOString() ?? ''
    const rows = rowsOf(await exportFor(seen.slice(0, 10), seen.slice(0, 10)))
    expect(rows).toHaveLength(2)
    for (const one of rows)
      expect(one).toMatchObject({
        ...{ block_time_utc: '', fee_wei: '', fee_paid_by: '', transaction_hash: txHash },
        notes: `Block time, fee and who paid it are not known. Final by ${seen}.`,
      })
  })
})
