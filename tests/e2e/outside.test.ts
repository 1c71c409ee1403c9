import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Browser } from 'playwright-core'
import { type Address, encodeFunctionData, type Hex, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '@/lib/core/canonical'
import { demoMember } from '@/lib/demo/members'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { type DemoSafe, fillDemoSafes } from '@/lib/desk/demo-world-chain'
import { demoPolicies } from '@/lib/desk/demo-world-policies'
import { tokenAddresses } from '@/lib/desk/tokens'
import { openChromium } from '@/tests/builders/browser'
import { bybit } from '@/tests/builders/import-desk'
import { enableModule, executeOutside, sendOutside, SETTINGS, swapOwner } from '@/tests/builders/outside'
import { placeSafe } from '@/tests/builders/placed-safe'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { agreeAsAdmins } from './agree-as-admins'
import { DoorPerson } from './door-person'
import { keepShot } from './keep-shot'
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

describe('the transaction that emptied a cold wallet, at a Safe of this desk with its address and nonce', () => {
  const cold = '0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4'
  const warm = '0x88a1493366D48225fc3cEFbdae9eBb23E323Ade3'
  const foreign: Address = '0x96221423681A6d52E184D440a8eFCEbB105C7242'
  const written = 'bDd077f651EBe7f7b3cE16fe5F2b025BE2969516'
  let honest: string

  beforeAll(async () => {
    const { owners, threshold } = safeOf('treasury')
    const like = safeOf('operations').address
    const version = '1.3.0'
    const safe = { address: cold, version, owners, threshold, nonce: 71n, wei: parseEther('401346') } as const
    await placeSafe(desk.chainUrl, like, safe)
    const { context } = bybit() as { context: { deploy: readonly { runtime: Hex }[] } }
    const bytecode = context.deploy[0]?.runtime ?? '0x'
    await connectLocalChain(desk.chainUrl).setCode({ address: foreign, bytecode })
    const { chainId } = desk
    const served = { id: 'cold', chainId, address: cold, name: 'Cold wallet', safeVersion: version }
    await agreeAsAdmins(desk, 'add-safe', served)
    const [treasury] = demoPolicies(await tokenAddresses())
    const policy = JSON.parse(JSON.stringify({ ...treasury?.policy, id: 'cold-policy' })) as Json
    await agreeAsAdmins(desk, 'set-policy', { safeId: 'cold', policy })
    const contact = { id: 'warm-wallet', chainId, address: warm, name: 'Warm wallet', class: 'own-wallet' }
    await agreeAsAdmins(desk, 'add-contacts', { contacts: [contact] })
  })

  it('is what it pretended to be when it is staged: 30,000 ETH to the known wallet, and nothing blocks it', async () => {
    await cooled('warm-wallet')
    const ines = await DoorPerson.enter(desk, 'ines')
    const legs = [{ asset: 'native', recipient: warm, amount: '30000' }]
    honest = await ines.stage({ safeId: 'cold', legs, purpose: 'Top up the warm wallet' })
    await ines.waitFor(honest, 'awaiting-approvals')
    await isPayable()
    await keepShot(noor.page, 'incident-honest')
  })

  it('is blocked when somebody brings it: foreign code takes the Safe over, at a nonce that another has', async () => {
    const { safeTxHash: _ofItsChain, ...taken } = bybit()
    const value = { ...taken, chainId: desk.chainId, safeVersion: '1.3.0' }
    const { page } = noor
    await page.goto('/inspect')
    const file = { name: 'bybit.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(value)) }
    await page.getByLabel('From a file').setInputFiles(file)
    await expect.poll(() => page.getByRole('textbox', { name: 'Transaction' }).inputValue()).not.toBe('')
    await page.getByRole('button', { name: 'Inspect this transaction' }).click()
    await page.waitForURL(/\/inspect\/I-\d+$/)
    await page.getByText('Blocked.', { exact: true }).waitFor()
    const shown = await page.getByRole('main').innerText()
    for (const code of ['DELEGATECALL_UNTRUSTED', 'SINGLETON_CHANGE', 'NONCE_CONFLICT']) expect(shown).toContain(code)
    expect(shown).not.toContain('EFFECTS_UNKNOWN')
    // What it simulates to: the foreign contract in the place of the Safe's own.
    expect(shown.replaceAll(/\s/g, '').toLowerCase()).toContain(written.toLowerCase())
    for (const name of [/approve/i, /^execute/i, /sign/i, /hand/i])
      expect(await page.getByRole('main').getByRole('button', { name }).count()).toBe(0)
    await keepShot(page, 'incident-blocked')
  })

  it('and what it imitated is payable as before', async () => {
    await isPayable()
    expect(noor.faults).toEqual([])
  })

  async function isPayable(): Promise<void> {
    await noor.page.goto(`/withdrawals/${honest}`)
    await noor.page
      .getByText(/Effects equal the intent in all \d+ clauses\./)
      .first()
      .waitFor()
    expect(await noor.page.getByText('Blocked.', { exact: true }).count()).toBe(0)
    expect((await noor.page.getByRole('main').innerText()).replaceAll(/\s/g, '')).toContain(warm.slice(2))
  }
})

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

/** Waits until a contact counts. */
async function cooled(id: string): Promise<void> {
  const sql = `SELECT active_from > now() AS cools FROM book_entry WHERE id = $1`
  for (let tries = 0; tries < 60; tries += 1) {
    const { rows } = await database.query<{ cools: boolean }>(sql, [id])
    if (rows[0]?.cools === false) return
    await sleep(500)
  }
  throw new Error(`${id} does not count yet`)
}

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
