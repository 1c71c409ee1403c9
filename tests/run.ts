import { findChromium } from './builders/chromium'
import { FORMAT, LINT, runCommand, runVitest, say, type Tally } from './run-steps'

// The whole suite: check, then real database and chain, then the demo build in a real browser.
const tally: Tally = { passed: 0, failed: 0 }
const add = (part: Tally) => {
  tally.passed += part.passed
  tally.failed += part.failed
}
const command = (name: string, code: number) => {
  if (code !== 0) say(`${name} FAILED`)
  add(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
}

const chromium = await findChromium()
say(`Browser: ${chromium.path} (${chromium.how})`)
process.env.COUNTERSIGN_CHROMIUM = chromium.path

command('Format', (await runCommand(FORMAT)).code)
command('Types and lint', (await runCommand(LINT)).code)
add(await runVitest(['unit', 'services']))
add(await runVitest(['e2e']))
say(`${tally.passed} passed, ${tally.failed} failed`)
process.exit(tally.failed === 0 ? 0 : 1)
