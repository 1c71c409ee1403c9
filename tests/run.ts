import { findChromium } from './builders/chromium'
import { runCommand, runVitest, say, type Tally } from './run-steps'

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

const node = process.execPath
command(
  'Format',
  (await runCommand([node, 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'])).code,
)
command('Types', (await runCommand([node, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'])).code)
command('Lint', (await runCommand([node, 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'])).code)
add(await runVitest(['unit', 'services']))
add(await runVitest(['e2e']))
say(`${tally.passed} passed, ${tally.failed} failed`)
process.exit(tally.failed === 0 ? 0 : 1)
