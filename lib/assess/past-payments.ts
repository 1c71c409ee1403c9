import type { Address } from 'viem'
import { movementsOf } from '@/lib/assess/movements'
import type { AssetPast, PastPayment, RecipientPast } from '@/lib/assess/past'
import { type Spread, spreadOf } from '@/lib/assess/robust'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { AssetAddress } from '@/lib/stage/types'

/** What a transaction pays to one recipient in one asset, all its calls together: splitting it up changes nothing. */
export type Payment = {
  readonly asset: AssetAddress
  readonly recipient: Address
  readonly units: bigint
  /** Of the first call that pays it. */
  readonly path: string
}

/** Every payment in a call tree, those to Safes of the organisation left out: what stays in the house is not paid. */
export function paymentsOf(facts: Pick<Facts, 'call' | 'staged' | 'ownSafes'>): readonly Payment[] {
  const payments = new Map<string, Payment>()
  for (const { asset, recipient, units, path } of movementsOf(facts)) {
    if (units === 0n || facts.ownSafes.some(({ address }) => isSameAddress(address, recipient))) continue
    const key = keyOf(asset, recipient)
    const known = payments.get(key)
    payments.set(key, known ? { ...known, units: known.units + units } : { asset, recipient, units, path })
  }
  return [...payments.values()]
}

const NOTHING: Pick<RecipientPast, 'paid' | 'ended'> = { paid: [], ended: [] }

/** What was paid to a recipient before in this asset, and what was to be. */
export function recipientPast(
  recipients: readonly RecipientPast[],
  { asset, recipient }: Pick<Payment, 'asset' | 'recipient'>,
): Pick<RecipientPast, 'paid' | 'ended'> {
  const index =
    indexes.get(recipients) ??
    new Map(recipients.map((one) => [keyOf(one.asset, one.recipient), one] as const).toReversed())
  indexes.set(recipients, index)
  return index.get(keyOf(asset, recipient)) ?? NOTHING
}

// A batch asks for every recipient of it.
const indexes = new WeakMap<readonly RecipientPast[], ReadonlyMap<string, RecipientPast>>()

const keyOf = (asset: AssetAddress, recipient: Address): string => `${asset} ${recipient}`.toLowerCase()

/** What was paid of an asset before, null where the desk never paid any. */
export const assetPast = (assets: readonly AssetPast[], asset: AssetAddress): AssetPast | null =>
  assets.find((one) => isSameAddress(one.asset, asset)) ?? null

/** A desk younger than this many days has nothing yet that could be called usual. */
export const LEAST_DAYS = 14

const DAY = 86_400_000

/** Whether so many payments over so many days say what is usual: a busy first morning does not. */
export function isEnough(paid: readonly PastPayment[], least: number): boolean {
  if (paid.length < least) return false
  const span = spans.get(paid) ?? spanOf(paid)
  spans.set(paid, span)
  return span >= LEAST_DAYS * DAY
}

const spans = new WeakMap<readonly PastPayment[], number>()

function spanOf(paid: readonly PastPayment[]): number {
  const times = paid.map(({ at }) => Date.parse(at))
  return Math.max(...times) - Math.min(...times)
}

/** The spread of what was paid, null of nothing. Worked out once: every payment of a batch is compared with it. */
export function paidSpread(paid: readonly PastPayment[]): Spread | null {
  const spread = spreads.get(paid) ?? spreadOf(paid.map(({ units }) => units))
  if (spread) spreads.set(paid, spread)
  return spread
}

const spreads = new WeakMap<readonly PastPayment[], Spread>()

/** "2026-01-01 to 2026-11-20". */
export function periodOf(paid: readonly PastPayment[]): string {
  const days = paid.map(({ at }) => at.slice(0, 10)).toSorted()
  return `${days[0] ?? ''} to ${days.at(-1) ?? ''}`
}
