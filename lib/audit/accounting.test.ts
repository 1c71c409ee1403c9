import { describe, expect, it } from 'vitest'
import { type AccountingRow, accountingCsv } from './accounting'

const USDC = { chainId: 1, address: `0x${'1c'.repeat(20)}`, symbol: 'USDC', decimals: 6 } as const
const row: AccountingRow = {
  ...{ withdrawalId: 'W-1001', leg: { asset: USDC, recipient: `0x${'ab'.repeat(20)}`, units: 40_000_000_250_000n } },
  ...{ chainName: 'Ethereum', safe: { name: 'Treasury', address: `0x${'5a'.repeat(20)}` }, counterparty: 'Meridian' },
  isAtMost: false,
  ...{ reference: 'INV-1', purpose: 'Custody, March', seenFinalAt: new Date('2026-03-01T10:05:00Z') },
  txHash: `0x${'77'.repeat(32)}`,
  receipt: {
    blockTime: new Date('2026-03-01T10:00:11Z'),
    fee: { wei: 2_100_000_000_000_000n, payer: `0x${'e1'.repeat(20)}`, payerName: 'Eli' },
  },
}
const linesOf = (...rows: AccountingRow[]) => accountingCsv(rows).trimEnd().split('\r\n')
const bodyOf = (change: Partial<AccountingRow>) => linesOf({ ...row, ...change })[1] ?? ''

describe('the accounting of a payment', () => {
  it('is one row with exact amounts in human and base units', () => {
    const [head, body] = linesOf(row)
    expect(head).toBe(
      'block_time_utc,chain_id,chain,safe,safe_address,asset,asset_address,amount,amount_base_units,counterparty,to,fee_wei,fee_paid_by,fee_paid_by_name,transaction_hash,withdrawal,reference,purpose,notes',
    )
    expect(body).toBe(
      `2026-03-01T10:00:11.000Z,1,Ethereum,Treasury,${row.safe.address},USDC,${USDC.address},40000000.25,40000000250000,Meridian,${row.leg.recipient},2100000000000000,0x${'e1'.repeat(20)},Eli,${row.txHash},W-1001,INV-1,"Custody, March",`,
    )
  })

  it('has empty cells and a note where nothing is known, never 0', () => {
    const body = bodyOf({ receipt: null, txHash: null, counterparty: null })
    expect(body).toBe(
      `,1,Ethereum,Treasury,${row.safe.address},USDC,${USDC.address},40000000.25,40000000250000,,${row.leg.recipient},,,,,W-1001,INV-1,"Custody, March","Block time, fee and who paid it are not known. Final by 2026-03-01T10:05:00.000Z. The transaction is not known. The recipient has no name in the address book."`,
    )
  })

  it('tells a fee that is not known from one of nothing', () => {
    const at = row.receipt?.blockTime ?? new Date()
    expect(bodyOf({ receipt: { blockTime: at, fee: null } })).toContain(
      `,,,,${row.txHash},W-1001,INV-1,"Custody, March",Fee and who paid it are not known`.slice(1),
    )
    const free = { wei: 0n, payer: row.leg.recipient, payerName: null }
    expect(bodyOf({ receipt: { blockTime: at, fee: free } })).toMatch(/,0,0x(ab){20},,.*paid by nobody of this desk\.$/)
  })

  it('says where one fee stands on several rows', () => {
    const [, first, second, third] = linesOf(row, row, { ...row, txHash: `0x${'88'.repeat(32)}` })
    for (const line of [first, second]) expect(line).toMatch(/once for the 2 rows that name it\."$/)
    expect(third).toMatch(/,$/)
  })

  it('says of a call of a contract that no more than this left', () =>
    expect(bodyOf({ isAtMost: true })).toMatch(/,A contract was called: this is the most that left with the call\.$/))

  it('runs no formula that somebody staged, and shows what hides', () => {
    const body = bodyOf({ reference: '=HYPERLINK("x")', purpose: '\u202e+1', counterparty: '@evil' })
    expect(body).toContain(`"'=HYPERLINK(""x"")"`)
    expect(body).toContain('‹U+202E›+1')
    expect(body).toContain(",'@evil,")
  })
})
