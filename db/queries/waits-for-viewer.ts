import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Viewer } from '@/db/queries/viewer'
import { withdrawalHold, withdrawalRelease } from '@/db/schema/hold'
import { approval, review, withdrawal } from '@/db/schema/withdrawal'

/**
 * True of the withdrawals whose next step is the viewer's, as `waitsForViewer` of a line says it: ready, next in the
 * queue of its Safe and the viewer executes, open for approval and the newest review names the viewer in a group, or
 * held by compliance and the viewer is of compliance and had no part in it.
 */
export function waitsForViewer({ memberId, roles }: Viewer): SQL {
  const isBehind = sql`EXISTS (
    SELECT 1 FROM ${withdrawal} AS earlier WHERE earlier.safe_id = ${withdrawal.safeId}
      AND earlier.is_nonce_held AND earlier.nonce < ${withdrawal.nonce})`
  const mayExecute = sql`${withdrawal.state} = 'ready' AND ${roles.includes('executor')}::boolean AND NOT ${isBehind}`
  const isNamed = sql`EXISTS (
    SELECT 1 FROM (
      SELECT ${review.shown}::json -> 'requirement' -> 'groups' AS groups FROM ${review}
      WHERE ${review.withdrawalId} = ${withdrawal.id} ORDER BY ${review.at} DESC LIMIT 1
    ) AS newest, json_array_elements(newest.groups) AS one, json_array_elements(one -> 'eligible') AS person
    WHERE person ->> 'memberId' = ${memberId})`
  const hasApproved = sql`EXISTS (
    SELECT 1 FROM ${approval} WHERE ${approval.withdrawalId} = ${withdrawal.id}
      AND ${approval.memberId} = ${memberId} AND NOT ${approval.isStale})`
  const mayRelease = sql`${withdrawal.state} = 'held' AND ${roles.includes('compliance')}::boolean
    AND ${withdrawal.initiatorId} <> ${memberId} AND NOT ${hasApproved} AND ${hasOpenHold}`
  // CASE keeps the long texts of reviews unread for every withdrawal that is in another state.
  return sql`(${mayExecute} OR (${mayRelease}) OR CASE WHEN ${withdrawal.state} = 'awaiting-approvals'
    THEN ${withdrawal.initiatorId} <> ${memberId} AND NOT ${hasApproved} AND ${isNamed} ELSE false END)`
}

/** True of the withdrawals that compliance holds; what policy alone holds has no such row and nobody's to release. */
export const hasOpenHold: SQL = sql`EXISTS (
  SELECT 1 FROM ${withdrawalHold} WHERE ${withdrawalHold.withdrawalId} = ${withdrawal.id} AND NOT EXISTS (
    SELECT 1 FROM ${withdrawalRelease} WHERE ${withdrawalRelease.holdId} = ${withdrawalHold.id}))`
