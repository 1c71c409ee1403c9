import 'server-only'
import type { Reader } from '@/db/client'
import { type PastFacts } from '@/lib/assess/past'
import { paymentsOf } from '@/lib/assess/past-payments'
import { imitableRecipients } from '@/lib/assess/rules/paid-look-alike'
import type { Facts } from '@/lib/assess/types'
import type { Examined } from '@/lib/flows/gather-facts'
import { readAlike, readBait, readNeverPaid, readNewcomers } from '@/lib/flows/past-names'
import { readEnded, readPaidOfAssets, readPaidTo } from '@/lib/flows/past-payments'
import { readAtNonce, readBatch, readDays } from '@/lib/flows/past-safe'
import type { Moment } from '@/lib/flows/past-moment'

/**
 * What the organisation did before on this chain, as far as it concerns one transaction. Every read is bounded and found
 * by index. What was staged later says nothing about it: otherwise whoever stages a twin could make the first one suspect.
 */
export async function readPast(
  db: Reader,
  { withdrawalId, stagedAt, staged }: Pick<Examined, 'withdrawalId' | 'stagedAt' | 'staged'>,
  facts: Pick<Facts, 'call' | 'staged' | 'ownSafes' | 'assets' | 'intent' | 'safe' | 'contacts'>,
): Promise<PastFacts> {
  const { chainId, address } = staged.safe
  const at: Moment = { chainId, safeAddress: address, withdrawalId, stagedAt }
  const payments = paymentsOf(facts)
  // Only what is registered was ever asked for, and it is kept by the address of the registry.
  const asked = payments.flatMap(({ asset, recipient }) => {
    const known = facts.assets.find((one) => one.address.toLowerCase() === asset.toLowerCase())
    return known ? [{ asset: known.address, recipient }] : []
  })
  const assets = [...new Set(asked.map(({ asset }) => asset))]
  const recipients = [...new Set(payments.map(({ recipient }) => recipient))]
  const unvouched = imitableRecipients(facts)
  const [paidTo, ended, paidOf, days, names, neverPaid, atNonce, batch, alike, bait] = await Promise.all([
    readPaidTo(db, at, asked),
    readEnded(db, at, asked),
    readPaidOfAssets(db, at, assets),
    readDays(db, at, assets),
    readNewcomers(db, at, recipients),
    readNeverPaid(db, at, recipients),
    readAtNonce(db, at, staged.tx.nonce),
    readBatch(db, at, recipients),
    readAlike(db, at, unvouched),
    readBait(db, at, unvouched),
  ])
  return {
    since: names.since,
    recipients: asked.map((one) => {
      const key = `${one.asset} ${one.recipient}`.toLowerCase()
      return { ...one, paid: paidTo.get(key) ?? [], ended: ended.get(key) ?? [] }
    }),
    assets: assets.map((asset) => ({ asset, paid: paidOf.get(asset) ?? [], ...(days.get(asset) ?? NONE) })),
    newcomers: names.newcomers,
    ...{ neverPaid, atNonce, batch, alike, bait },
  }
}

const NONE = { today: 0n, days: [] }
