import 'server-only'
import { sql } from 'drizzle-orm'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import type { Reader } from '@/db/client'
import { safe } from '@/db/schema/registry'
import { withdrawalLeg } from '@/db/schema/search'
import { withdrawal } from '@/db/schema/withdrawal'
import { FOLLOWED_DAYS, MOST_FOLLOWED } from '@/lib/execute/onward'

/** Withdrawals of a chain that are looked through for recipients, the newest first. */
const LOOKED_THROUGH = 500

export type Followed = {
  /** Each with the newest withdrawal that paid it. */
  readonly recipients: readonly { readonly address: Address; readonly withdrawalId: string }[]
  /** True where more were paid than are followed. */
  readonly isCut: boolean
}

/**
 * Whom the desk paid on a chain lately, the newest first, without its own Safes: those are watched themselves. From the
 * hand-over on, so that nobody passes anything on between the payment and the first look.
 */
export async function readFollowed(db: Reader, chainId: number, now: Date): Promise<Followed> {
  const since = new Date(now.getTime() - FOLLOWED_DAYS * 86_400_000).toISOString()
  const { rows } = await db.execute<{ address: string; id: string }>(sql`
    SELECT paid.address, paid.id FROM (
      SELECT DISTINCT ON (split_part(leg.recipient_key, ':', 2))
        split_part(leg.recipient_key, ':', 2) AS address, newest.id, newest.state_since
      FROM (
        SELECT * FROM (
          (SELECT w.id, w.state_since FROM ${withdrawal} w
            WHERE w.state = 'executed' AND w.state_since >= ${since}::timestamptz
              AND w.chain_id = ${chainId} AND w.class = 'transfer'
            ORDER BY w.state_since DESC LIMIT ${LOOKED_THROUGH})
          UNION ALL
          (SELECT w.id, w.state_since FROM ${withdrawal} w
            WHERE w.state IN ('executing', 'confirming') AND w.chain_id = ${chainId} AND w.class = 'transfer'
            ORDER BY w.state_since DESC LIMIT ${LOOKED_THROUGH})
        ) AS sent
      ) AS newest JOIN ${withdrawalLeg} leg ON leg.withdrawal_id = newest.id
      WHERE NOT EXISTS (
        SELECT 1 FROM ${safe} own
        WHERE own.chain_id = ${chainId} AND lower(own.address) = split_part(leg.recipient_key, ':', 2)
      )
      ORDER BY split_part(leg.recipient_key, ':', 2), newest.state_since DESC, newest.id DESC
    ) AS paid ORDER BY paid.state_since DESC, paid.address LIMIT ${MOST_FOLLOWED + 1}`)
  const recipients = rows.map(({ address, id }) => ({ address: getAddress(address), withdrawalId: id }))
  return { recipients: recipients.slice(0, MOST_FOLLOWED), isCut: recipients.length > MOST_FOLLOWED }
}
