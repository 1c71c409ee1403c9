import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

/** From where the past is looked at: the transaction's own place in the order of staging. */
export type Moment = {
  readonly chainId: number
  readonly safeAddress: Address
  /** Null while it is not staged: then everything was before it. */
  readonly withdrawalId: string | null
  readonly stagedAt: Date
}

const PAID: readonly WithdrawalState[] = ['confirming', 'executed']

/** True of a withdrawal that paid, or that the chain already has. @param state the column */
export const isPaid = (state: SQL): SQL => sql`${state} IN ${oneOf(PAID)}`

/** True of what was staged before. Numbers are given in the order of staging. @param id the column */
export const isBefore = ({ withdrawalId }: Moment, id: SQL): SQL =>
  withdrawalId === null ? sql`true` : sql`(substring(${id} from 3)::bigint) < ${numberOf(withdrawalId)}`

/** The number by which indexes order withdrawals. @param id the column */
export const orderOf = (id: SQL): SQL => sql`(substring(${id} from 3)::bigint)`

/** A moment before staging. */
export const before = ({ stagedAt }: Moment, days: number): Date => new Date(stagedAt.getTime() - days * 86_400_000)

/** A parameter list for IN. */
export const oneOf = (values: readonly string[]): SQL =>
  sql`(${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`

/** A time as a parameter. */
export const timeOf = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`

const numberOf = (id: string): number => Number(id.slice(2))
