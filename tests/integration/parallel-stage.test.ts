import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { withdrawal } from '@/db/schema/withdrawal'
import { decodeWire } from '@/lib/core/wire'
import type { Intent } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk, payment, stageAs } from '@/tests/builders/money-desk'

const STAGINGS = 200
const SAFES = ['treasury', 'operations']

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (desk = await openMoneyDesk((chain = await startTestChain()))))
afterAll(async () => {
  await desk?.close()
  await chain?.stop()
})

it(`gives ${STAGINGS} stagings at once a nonce each, without a gap, and loses none`, { timeout: 240_000 }, async () => {
  const forms = Array.from({ length: STAGINGS }, (_, at) => ({
    ...payment(desk, `${at + 1}.00`),
    safeId: SAFES[at % SAFES.length] ?? '',
  }))
  const staged = await Promise.all(forms.map((form) => stageAs(desk, 'ines', form)))
  expect(new Set(staged.map(({ id }) => id)).size).toBe(STAGINGS)
  expect(new Set(staged.map(({ state }) => state))).toEqual(new Set(['awaiting-approvals']))
  for (const safeId of SAFES) {
    const rows = await desk.db
      .select()
      .from(withdrawal)
      .where(eq(withdrawal.safeId, safeId))
      .orderBy(asc(withdrawal.nonce))
    const expected = Array.from({ length: STAGINGS / SAFES.length }, (_, nonce) => BigInt(nonce))
    expect(rows.map(({ nonce }) => nonce)).toEqual(expected)
    const asked = forms.filter((form) => form.safeId === safeId).map(({ reference }) => reference)
    expect(rows.map(({ intent }) => (decodeWire(intent) as Intent).reference).sort()).toEqual(asked.sort())
  }
  const told = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'stage'))
  expect(told.map(({ objectId }) => objectId).sort()).toEqual(staged.map(({ id }) => id).sort())
})
