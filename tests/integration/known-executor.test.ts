import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { safe } from '@/db/schema/registry'
import { submission } from '@/db/schema/withdrawal'
import { readKnownExecutor } from '@/lib/flows/known-executor'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { executeAs, makeReady, type MoneyDesk, openMoneyDesk, payment, stageAs } from '@/tests/builders/money-desk'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())
afterAll(() => chain.stop())

it('who executes for a Safe is whoever it was last handed to, and nobody before that', async () => {
  const staged = await stageAs(desk, 'ines', payment(desk))
  await makeReady(desk, staged.id)
  const safes = await desk.db.select().from(safe)
  const places = safes.map(({ chainId, address }) => ({ chainId, address: address as `0x${string}` }))
  expect(await Promise.all(places.map((place) => readKnownExecutor(desk.db, place)))).toEqual(places.map(() => null))
  await executeAs(desk, 'eli', staged.id)
  const [handed] = await desk.db.select().from(submission).where(eq(submission.withdrawalId, staged.id))
  // Another Safe of the same chain is served by the same wallet until it has one of its own.
  expect(places.length).toBeGreaterThan(1)
  expect(await Promise.all(places.map((place) => readKnownExecutor(desk.db, place)))).toEqual(
    places.map(() => handed?.executorAddress),
  )
  const [place] = places
  if (place === undefined) throw new Error('the desk has a Safe')
  expect(await readKnownExecutor(desk.db, { ...place, chainId: place.chainId + 1 })).toBeNull()
})
