import { DEMO_CONTACTS } from '@/lib/desk/demo-world-book'
import { openChromium } from '@/tests/builders/browser'
import { openPerson } from '@/tests/e2e/member'
import { answerChecklist, confirmWithPasskey, signWithWallet, waitUntilChecked } from '@/tests/e2e/review-steps'
import { stage } from '@/tests/e2e/stage-steps'
import type { Figure } from './figure'
import { assertTraced, FOREIGN_PACKAGES, tracesIn } from './package-traces'
import type { ProductionDesk } from './production-desk'
import { kilobytesOf, type LoadedScript, meterScripts } from './script-meter'

const UNTIL_IDLE_LIMIT = 215
const APPROVED_LIMIT = 330
const OWN_RUN_LIMIT = 150

/**
 * What a signer's browser loads as script: of the review page before they touch anything, and until their approval is
 * recorded. kB are 1000 bytes as transferred.
 */
export async function measureReviewScripts(desk: ProductionDesk): Promise<readonly Figure[]> {
  for (const foreign of FOREIGN_PACKAGES) await assertTraced(foreign)
  const browser = await openChromium()
  try {
    const open = (id: string) => openPerson(browser, desk, personOf(desk, id))
    const payee = DEMO_CONTACTS[0]
    if (!payee) throw new Error('the book has a contact')
    const id = await stage(await open('ines'), {
      ...{ safe: 'Treasury Safe', purpose: 'Measured' },
      legs: [{ asset: 'USDC', contact: payee.name, amount: '250.00' }],
    })
    const ruth = await open('ruth')
    const meter = await meterScripts(ruth.page)
    await ruth.page.goto(`/withdrawals/${id}`)
    await meter.untilIdle()
    const untilIdle = await meter.scripts()
    await waitUntilChecked(ruth.page)
    await meter.untilIdle()
    const checked = new Set((await meter.scripts()).map(({ url }) => url))
    await answerChecklist(ruth.page, [{ recipient: payee.address, amount: '250.00' }])
    await ruth.page.getByText('Re-executed in this browser').waitFor()
    await meter.untilIdle()
    // It begins with the first answer, which loads nothing else.
    const ownRun = (await meter.scripts()).filter(({ url }) => !checked.has(url))
    if (!ownRun.some(({ text }) => isOwnRun(text))) throw new Error('the own run loaded nothing')
    await signWithWallet(ruth)
    await confirmWithPasskey(ruth)
    await ruth.page.getByText('Your approval is recorded.').waitFor()
    await meter.untilIdle()
    const ofOwnRun = new Set(ownRun.map(({ url }) => url))
    const approved = (await meter.scripts()).filter(({ url }) => !ofOwnRun.has(url))
    if (ruth.faults.length > 0) throw new Error(ruth.faults.join('\n'))
    return [
      weight('review page, script until network idle, before any interaction', untilIdle, UNTIL_IDLE_LIMIT),
      weight('review page, script in all after approving, without the own run', approved, APPROVED_LIMIT),
      weight('own run, script loaded when it begins', ownRun, OWN_RUN_LIMIT),
      ...FOREIGN_PACKAGES.map((foreign) => ({
        name: `review page, traces of ${foreign.name} in its scripts`,
        ...{ value: tracesIn(approved, foreign).length, unit: 'traces', limit: 0 },
      })),
    ]
  } finally {
    await browser.close()
  }
}

/** By what the EVM cannot do without: the names of its errors and of a rule of its chains. */
const isOwnRun = (text: string) =>
  ['static state change', 'baseFeePerGas', 'nothing proves'].some((trace) => text.includes(trace))

function weight(name: string, scripts: readonly LoadedScript[], limit: number): Figure {
  // A page without any script is one that was not measured.
  const value = scripts.length === 0 ? Number.NaN : Number(kilobytesOf(scripts).toFixed(1))
  return { name, value, unit: 'kB transferred', limit }
}

function personOf({ people }: ProductionDesk, id: string) {
  const found = people.find((one) => one.id === id)
  if (!found) throw new Error(`${id} does not work here`)
  return found
}
