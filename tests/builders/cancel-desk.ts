import { and, eq, isNull } from 'drizzle-orm'
import { freezeOrder } from '@/db/schema/freeze'
import { withdrawal } from '@/db/schema/withdrawal'
import type { Hash } from 'viem'
import { executeAs, followUntilFinal, makeReady, type MoneyDesk, send } from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

export const REASON = 'The payee asked for another address.'

export async function rowOf(desk: Pick<MoneyDesk, 'db'>, id: string) {
  const [row] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
  if (!row) throw new Error(`no ${id}`)
  return row
}

/** Starts the on-chain cancel of a withdrawal. */
export async function cancelOnchainAs(desk: MoneyDesk, who: string, replaces: string, change: object = {}) {
  const { safeId, nonce } = await rowOf(desk, replaces)
  const input = { safeId, nonce: String(nonce), replaces, reason: REASON, ...change }
  return (await act(desk, who, 'cancel-onchain', input)) as { id: string; state: string }
}

/** Starts the rejection of a nonce that nothing holds. */
export const fillGapAs = async (desk: MoneyDesk, who: string, nonce: bigint, safeId = 'treasury') =>
  (await act(desk, who, 'cancel-onchain', { safeId, nonce: String(nonce), replaces: null, reason: REASON })) as {
    id: string
    state: string
  }

/** Approvals, hand-over and the executor's own transaction; mined, not yet looked at. */
export async function runAs(desk: MoneyDesk, id: string, people?: string[]): Promise<Hash> {
  await makeReady(desk, id, people)
  return send(desk, 'eli', await executeAs(desk, 'eli', id))
}

/** The same until it is final. */
export async function runUntilFinal(desk: MoneyDesk, id: string, people?: string[]): Promise<string> {
  await runAs(desk, id, people)
  return followUntilFinal(desk, id)
}

/** Takes the nonce of a withdrawal that nobody signed away again, so that what waits behind has a gap in front. */
export async function leaveGap(desk: MoneyDesk, id: string): Promise<void> {
  await act(desk, 'ines', 'cancel', { withdrawalId: id, reason: 'It was staged by mistake.' })
  const [held] = await desk.db
    .select()
    .from(withdrawal)
    .where(and(eq(withdrawal.id, id), eq(withdrawal.isNonceHeld, true)))
  if (held) throw new Error(`${id} still holds its nonce`)
}

/** Two people end every freeze that the desk set by itself. */
export async function liftDeskFreeze(desk: Pick<MoneyDesk, 'db' | 'deps' | 'now'>): Promise<void> {
  const stops = await desk.db.select().from(freezeOrder).where(isNull(freezeOrder.memberId))
  for (const { id: freezeId } of stops)
    for (const who of ['sora', 'viktor'])
      await act(desk, who, 'unfreeze', { freezeId, reason: 'Looked at by two people.' })
}
