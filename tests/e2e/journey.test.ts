import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFailed } from 'vitest'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import { openChromium } from '@/tests/builders/browser'
import { type Member, openMember, screensOf } from './member'
import { approve, openReview, confirmWithPasskey } from './review-steps'
import { stage } from './stage-steps'

const desk = inject('desk')
const order = [
  { recipient: desk.recipient, amount: '250.00' },
  { recipient: desk.recipient, amount: '0.5' },
]
const people = new Map<string, Member>()
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
  for (const id of ['ines', 'ruth', 'tomas', 'aiko', 'eli']) people.set(id, await openMember(browser, desk, id))
})
afterAll(() => browser?.close())

it('pays 250 USDC and 0.5 ETH: staged, approved by three, executed, proven', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people.values())))
  const before = await balances()
  const id = await stage(person('ines'), {
    safe: 'Treasury Safe',
    purpose: 'Custody top-up',
    legs: [
      { asset: 'USDC', contact: 'Meridian Custody', amount: '250.00' },
      { asset: 'ETH', contact: 'Meridian Custody', amount: '0.5' },
    ],
  })

  for (const name of ['ruth', 'tomas', 'aiko']) await approve(person(name), id, order)

  await execute(person('eli'), id)
  await person('eli')
    .page.getByText(/^Executed, final at /)
    .waitFor({ timeout: 60_000 })
  const after = await balances()
  expect(after.map((units, at) => units - (before[at] ?? 0n))).toEqual([
    -250_000_000n,
    250_000_000n,
    -500_000_000_000_000_000n,
    500_000_000_000_000_000n,
  ])

  const history = person('eli').page.getByRole('region', { name: 'History' })
  const story = await history.innerText()
  for (const words of [
    'Ines staged it',
    'Ruth approved',
    'Tomas approved',
    'Aiko approved',
    'Eli received the signatures',
  ])
    expect(story).toContain(words)
  expect(await verifyExport(person('eli'), id)).toEqual({ code: 0, words: expect.stringContaining('3') })
  for (const { name, faults } of people.values()) expect(faults, name).toEqual([])
})

async function execute(member: Member, id: string): Promise<void> {
  const { page, wallet } = member
  await openReview(member, id)
  await page.getByRole('button', { name: /^Execute / }).click({ timeout: 60_000 })
  await page.getByRole('button', { name: new RegExp(`with ${wallet.name}$`) }).click()
  await confirmWithPasskey(member)
  await page.getByText('Sent. The desk follows it to the end.').waitFor()
  await page.getByRole('button', { name: 'Back to the review' }).click()
}

/** Takes the evidence along as a file and checks it as an auditor would, with the command line tool. */
async function verifyExport(member: Member, id: string): Promise<{ code: number | null; words: string }> {
  const { page } = member
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-evidence-'))
  try {
    await page.getByRole('button', { name: 'Export evidence (JSON)' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), confirmWithPasskey(member)])
    expect(download.suggestedFilename()).toBe(`${id}-evidence.json`)
    const file = path.join(folder, download.suggestedFilename())
    await download.saveAs(file)
    await page.getByText(`Saved as ${id}-evidence.json`).waitFor()
    await page.getByRole('button', { name: 'Back to the review' }).click()
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/countersign.mjs', 'audit', 'verify', file])
    return { code: status, words: `${stdout}${stderr}` }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function person(id: string): Member {
  const found = people.get(id)
  if (!found) throw new Error(`${id} has no browser here`)
  return found
}

async function balances(): Promise<bigint[]> {
  const read = [desk.usdc, 'native' as const].flatMap((asset) =>
    [desk.safeAddress, desk.recipient].map((holder) => readBalance(desk.chainUrl, asset, holder)),
  )
  return Promise.all(read)
}
