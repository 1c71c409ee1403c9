import { inArray } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDb } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import type { Overlay } from '@/lib/policy/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { change, nextPolicy } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'

const STAGINGS = 200
const AT_ONCE = 12
const DAY = 86_400

// As if so many processes shared the database: within one, stagings of a Safe wait for each other, and across them only
// the database keeps them apart.
const lanes = vi.hoisted(() => ({ processes: 2 }))
vi.mock(import('@/lib/flows/in-turn'), async (original) => {
  const { inTurn } = await original()
  let asked = 0
  return { inTurn: (key, work) => inTurn(`${key} ${(asked += 1) % lanes.processes}`, work) }
})

let chain: TestChain
beforeAll(async () => void (chain = await startTestChain()))
afterAll(async () => void (await chain?.stop()))

async function openLimited(limit: bigint, effect: Overlay['effect']): Promise<MoneyDesk> {
  const desk = await openMoneyDesk(chain)
  const overlay: Overlay = {
    name: 'A day',
    unless: { rolling: { seconds: DAY, maxUnits: { [chain.tokens.usdc.toLowerCase()]: String(limit) } } },
    effect,
  }
  const body = await nextPolicy(desk, 'treasury', ({ overlays }) => ({ overlays: [...overlays, overlay] }))
  await change(desk, 'change-policy', body)
  await performJob(desk, 'sign-checkpoint')
  return desk
}

// Where so many race for nonces one may lose every try; then it is told to stage again, and nothing was staged.
async function stageUntilDone(desk: MoneyDesk, form: object): Promise<{ id: string; state: string }> {
  try {
    return await stageAs(desk, 'ines', form)
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return stageUntilDone(desk, form)
    throw error
  }
}

const HOLD = { kind: 'hold', sentence: 'More than the Treasury pays in a day.' } as const
const usdc = (units: number) => BigInt(units) * 1_000_000n

it(`never lets ${STAGINGS} stagings at once reserve more than a window has`, { timeout: 400_000 }, async () => {
  const desk = await openLimited(usdc(500), HOLD)
  const staged = await Promise.all(
    Array.from({ length: STAGINGS }, (_, at) =>
      stageUntilDone(desk, { ...payment(desk, '10.00'), reference: `INV-R-${at}` }),
    ),
  )
  // Exactly what fits, not merely no more: a limit that stops the fiftieth honest payment would be no limit of 500.
  const idsOf = (wanted: string) => staged.filter(({ state }) => state === wanted).map(({ id }) => id)
  expect([idsOf('awaiting-approvals').length, idsOf('held').length]).toEqual([50, 150])
  const ids = idsOf('held')
  const held = await desk.db.select().from(withdrawal).where(inArray(withdrawal.id, ids))
  expect(new Set(held.map(({ stateReason }) => stateReason))).toEqual(new Set([HOLD.sentence]))
  await desk.close()
})

// Fewer than above: of so many that plan for one nonce one alone is staged, and the others plan anew.
it(`never does where ${AT_ONCE} reach the database at once`, { timeout: 400_000 }, async () => {
  const limited = await openLimited(usdc(50), HOLD)
  // A connection for each, so that none of them waits for another one's outside the database.
  const db = openDb(limited.database.appUrl, AT_ONCE + 4)
  let most = 0
  db.$client.on('acquire', () => {
    most = Math.max(most, db.$client.totalCount - db.$client.idleCount)
  })
  lanes.processes = AT_ONCE
  const staged = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, at) =>
      stageUntilDone(
        { ...limited, db, deps: { ...limited.deps, db } },
        { ...payment(limited, '10.00'), reference: `INV-Q-${at}` },
      ),
    ),
  )
  lanes.processes = 2
  const count = (wanted: string) => staged.filter(({ state }) => state === wanted).length
  expect([count('awaiting-approvals'), count('held')]).toEqual([5, AT_ONCE - 5])
  expect(most).toBeGreaterThanOrEqual(AT_ONCE)
  await db.$client.end()
  await limited.close()
})

it('counts what was paid until the window is over, and no other asset', { timeout: 120_000 }, async () => {
  const desk = await openLimited(usdc(300), HOLD)
  const { id } = await stageAs(desk, 'ines', payment(desk, '200.00'))
  await makeReady(desk, id)
  await send(desk, 'eli', await executeAs(desk, 'eli', id))
  expect(await followUntilFinal(desk, id)).toBe('executed')
  expect(await stageAs(desk, 'ines', payment(desk, '100.01'))).toMatchObject({ state: 'held' })
  expect(await stageAs(desk, 'ines', payment(desk, '100.00'))).toMatchObject({ state: 'awaiting-approvals' })
  const ether = {
    ...payment(desk, '5.00'),
    legs: [{ asset: 'native', recipient: payment(desk).legs[0]?.recipient, amount: '1' }],
  }
  expect(await stageAs(desk, 'ines', ether)).toMatchObject({ state: 'awaiting-approvals' })
  desk.pass(DAY + 1)
  // The pending one is as old and still counts: it may be paid at any moment.
  expect(await stageAs(desk, 'ines', payment(desk, '200.00'))).toMatchObject({ state: 'awaiting-approvals' })
  expect(await stageAs(desk, 'ines', payment(desk, '0.01'))).toMatchObject({ state: 'held' })
  await desk.close()
})

it('judges again before it is handed over what the limit stops by then', { timeout: 120_000 }, async () => {
  const desk = await openMoneyDesk(chain)
  const first = await stageAs(desk, 'ines', payment(desk, '200.00'))
  const second = await stageAs(desk, 'ines', payment(desk, '150.00'))
  await act(desk, 'ines', 'cancel', { withdrawalId: first.id, reason: 'Staged again later.' })
  const body = await nextPolicy(desk, 'treasury', ({ overlays }) => ({
    overlays: [
      ...overlays,
      {
        name: 'A day',
        unless: { rolling: { seconds: DAY, maxUnits: { [chain.tokens.usdc]: String(usdc(100)) } } },
        effect: HOLD,
      },
    ],
  }))
  await change(desk, 'change-policy', body)
  const { reviewed } = await readPage(desk, 'ruth', second.id)
  expect(reviewed.requirement.decision).toBe('hold')
  expect(reviewed.requirement.reasons).toContain(HOLD.sentence)
  await desk.close()
})
