import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Browser } from 'playwright-core'
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoMember } from '@/lib/demo/members'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { type DemoSafe, fillDemoSafes } from '@/lib/desk/demo-world-chain'
import { tokenAddresses } from '@/lib/desk/tokens'
import { openChromium } from '@/tests/builders/browser'
import { enableModule, executeOutside, sendOutside, SETTINGS, swapOwner } from '@/tests/builders/outside'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { type Member, openMember } from './member'

// A desk of its own: what happens here leaves every Safe frozen.
let desk: TestDesk
let browser: Browser
let noor: Member
let database: Client
let safes: readonly DemoSafe[]

beforeAll(async () => {
  desk = await startTestDesk()
  browser = await openChromium()
  noor = await openMember(browser, desk, 'noor')
  database = new Client({ connectionString: desk.databaseUrl })
  await database.connect()
  safes = await fillDemoSafes(desk.chainUrl, await tokenAddresses())
})
afterAll(async () => {
  await browser?.close()
  await database?.end()
  await desk?.stop()
})

const safeOf = (id: string): DemoSafe => {
  const found = safes.find((one) => one.id === id)
  if (!found) throw new Error(`there is a Safe ${id}`)
  return found
}
const eli = demoMember('eli').address

it('an execution freezes the Safe within one poll, and its page says why without a reload', async () => {
  const treasury = safeOf('treasury')
  await watched('treasury')
  await noor.page.goto('/safes/treasury')
  const staged = await executeOutside(desk.chainUrl, treasury, { to: eli, value: 0n, data: '0x' }, [
    ...['ruth', 'tomas', 'aiko'],
  ])
  expect(await reasonsAfterNextLook('treasury')).toEqual([
    expect.stringContaining(`It executed ${staged.hashes.safeTx}`),
  ])
  await noor.page.getByText('Treasury Safe is frozen').first().waitFor()
})

it('so does another owner', async () => {
  const operations = safeOf('operations')
  await watched('operations')
  await noor.page.goto('/safes/operations')
  const [previous, old] = operations.owners
  if (!previous || !old) throw new Error('it has owners')
  await executeOutside(desk.chainUrl, operations, swapOwner(operations.address, { previous, old, added: eli }), [
    ...['ruth', 'aiko'],
  ])
  expect(await reasonsAfterNextLook('operations')).toEqual([
    expect.stringContaining('Its owners changed outside this desk'),
  ])
  await noor.page.getByText('Operations Safe is frozen').first().waitFor()
})

it('so does a module that acts', async () => {
  const training = safeOf('training')
  await watched('training')
  await executeOutside(desk.chainUrl, training, enableModule(training.address, eli), ['ruth', 'aiko'])
  const before = await reasonsAfterNextLook('training')
  await noor.page.goto('/safes/training')
  const args = [eli, 1n, '0x', 0] as const
  const data = encodeFunctionData({ abi: SETTINGS, functionName: 'execTransactionFromModule', args })
  await sendOutside(desk.chainUrl, { to: training.address, data })
  const after = await reasonsAfterNextLook('training')
  expect(after.slice(before.length)).toEqual([expect.stringContaining(`The module ${eli} acted for it`)])
  await noor.page.goto('/freezes')
  await noor.page.getByText(`The module ${eli} acted for it`).first().waitFor()
  expect(noor.faults).toEqual([])
})

/** Waits until the desk knows what the Safe was like before. */
async function watched(safeId: string): Promise<void> {
  const deadline = Date.now() + 30_000
  while ((await lookedAt(safeId)) === null) {
    if (Date.now() > deadline) throw new Error(`nobody watches ${safeId}`)
    await sleep(200)
  }
}

/** Why the desk froze the Safe, as of its first look at the block in which something just happened. */
async function reasonsAfterNextLook(safeId: string): Promise<string[]> {
  const head = await connectLocalChain(desk.chainUrl).getBlockNumber()
  const deadline = Date.now() + 30_000
  // The look is noted after what it led to.
  for (let at = await lookedAt(safeId); at === null || at < head; at = await lookedAt(safeId)) {
    if (Date.now() > deadline) throw new Error(`nobody looked at ${safeId} since`)
    await sleep(50)
  }
  const { rows } = await database.query<{ reason: string }>(
    `SELECT reason FROM freeze_order WHERE scope_id = $1 AND member_id IS NULL ORDER BY at`,
    [safeId],
  )
  return rows.map(({ reason }) => reason)
}

async function lookedAt(safeId: string): Promise<bigint | null> {
  const { rows } = await database.query<{ block: string }>(
    `SELECT block_number AS block FROM safe_watch WHERE safe_id = $1`,
    [safeId],
  )
  return rows[0] ? BigInt(rows[0].block) : null
}
