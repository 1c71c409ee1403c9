import { FORMAT, LINT, runCommand, runVitest, say } from './run-steps'

// Format, types, lint, architecture and unit tests: no services, under a minute.
const steps: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['Format', FORMAT],
  ['Types and lint', LINT],
]

const started = performance.now()
const results = await Promise.all(steps.map(async ([name, command]) => [name, await runCommand(command)] as const))
const tally = await runVitest(['unit'])
let failed = tally.failed
for (const [name, { code, seconds }] of results) {
  say(`${name.padEnd(14)} ${code === 0 ? 'ok' : 'FAILED'}  ${seconds.toFixed(1)} s`)
  if (code !== 0) failed += 1
}
say(`Check took ${((performance.now() - started) / 1000).toFixed(1)} s`)
say(`${tally.passed + results.length - (failed - tally.failed)} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
