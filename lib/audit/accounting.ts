import type { Address } from 'viem'
import { displayText } from '@/lib/core/display-text'
import { formatUnits } from '@/lib/core/money'
import { writeCsv } from '@/lib/core/write-csv'
import type { StatedPayment } from '@/lib/stage/payments-of'
import type { Leg } from '@/lib/stage/types'

/** One payment of an executed withdrawal, as far as the desk knows it. */
export type AccountingRow = StatedPayment & {
  readonly withdrawalId: string
  readonly chainName: string
  readonly safe: { readonly name: string; readonly address: string }
  /** Name in the address book or of a Safe of the desk, null where there is none. */
  readonly counterparty: string | null
  readonly reference: string
  readonly purpose: string
  /** When the desk saw it final. */
  readonly seenFinalAt: Date
  readonly txHash: string | null
  /** What the receipt said, null where the desk kept none. */
  readonly receipt: {
    readonly blockTime: Date
    readonly fee: { readonly wei: bigint; readonly payer: Address; readonly payerName: string | null } | null
  } | null
}

const COLUMNS = [
  ...['block_time_utc', 'chain_id', 'chain', 'safe', 'safe_address', 'asset', 'asset_address'],
  ...['amount', 'amount_base_units', 'counterparty', 'to', 'fee_wei', 'fee_paid_by', 'fee_paid_by_name'],
  ...['transaction_hash', 'withdrawal', 'reference', 'purpose', 'notes'],
] as const

/**
 * Payments as comma separated text for accountants, one row each, in the given order. Amounts are exact, with a full stop
 * before decimals and nothing between thousands. What is not known is an empty cell that `notes` explains, never 0.
 */
export function accountingCsv(rows: readonly AccountingRow[]): string {
  const sharing = new Map<string, number>()
  for (const { txHash } of rows) if (txHash !== null) sharing.set(txHash, (sharing.get(txHash) ?? 0) + 1)
  return writeCsv([
    COLUMNS,
    ...rows.map((row) => {
      const { leg, receipt } = row
      return [
        receipt?.blockTime.toISOString() ?? '',
        ...[String(leg.asset.chainId), row.chainName, displayText(row.safe.name), row.safe.address],
        ...[displayText(leg.asset.symbol), leg.asset.address],
        ...[plainAmount(leg), leg.units.toString()],
        ...[displayText(row.counterparty ?? ''), leg.recipient],
        ...[receipt?.fee?.wei.toString() ?? '', receipt?.fee?.payer ?? '', displayText(receipt?.fee?.payerName ?? '')],
        ...[row.txHash ?? '', row.withdrawalId, displayText(row.reference), displayText(row.purpose, LONGEST)],
        notesOf(row, row.txHash === null ? 1 : (sharing.get(row.txHash) ?? 1)).join(' '),
      ]
    }),
  ])
}

const LONGEST = 1000

function plainAmount({ units, asset }: Leg): string {
  const { sign, whole, fraction } = formatUnits(units, asset.decimals)
  return `${sign}${whole.replaceAll(',', '')}${fraction}`
}

function notesOf({ receipt, counterparty, txHash, seenFinalAt, isAtMost }: AccountingRow, sharing: number): string[] {
  return [
    receipt === null && `Block time, fee and who paid it are not known. Final by ${seenFinalAt.toISOString()}.`,
    receipt !== null && receipt.fee === null && 'Fee and who paid it are not known: no receipt told them.',
    receipt?.fee && sharing > 1 && `The fee is of the whole transaction, once for the ${sharing} rows that name it.`,
    receipt?.fee && receipt.fee.payerName === null && 'The fee was paid by nobody of this desk.',
    txHash === null && 'The transaction is not known.',
    isAtMost && 'A contract was called: this is the most that left with the call.',
    counterparty === null && 'The recipient has no name in the address book.',
  ].filter((note) => typeof note === 'string')
}
