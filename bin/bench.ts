import { spawnSync } from 'node:child_process'
import { nextProgram } from '@/lib/desk/demo-build'
import { plainEnvironment } from '@/lib/desk/environment'
import { takeBuildLock } from '@/tests/builders/test-desk'
import { measureDecoder } from '@/tests/bench/decode-figures'
import { type Figure, isWithin, toLine } from '@/tests/bench/figure'
import { measureHashing } from '@/tests/bench/hashing'
import { measureHistory } from '@/tests/bench/history-figures'
import { measureJudge } from '@/tests/bench/judge-figures'
import { measurePast } from '@/tests/bench/past-figures'
import { measureOwnRun } from '@/tests/bench/own-run'
import { startProductionDesk } from '@/tests/bench/production-desk'
import { measureVerifier } from '@/tests/bench/verifier-speed'
import { measureReviewScripts } from '@/tests/bench/review-scripts'
import { measureWholeReview } from '@/tests/bench/whole-review'

// One JSON line a figure, each beside its limit; exits 1 when one is over.

let isOver = false
function print(figures: readonly Figure[]): void {
  for (const figure of figures) process.stdout.write(`${toLine(figure)}\n`)
  isOver ||= !figures.every(isWithin)
}

print(measureHashing())
print(await measureVerifier())
print(measureDecoder(1_000_000))
print(measureJudge())
print(await measureHistory())
print(await measurePast())
print(await measureOwnRun())
print(await measureWholeReview())
const release = await takeBuildLock()
try {
  const env = { ...plainEnvironment(), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const
  // What the build says goes where errors go: standard output holds figures and nothing else.
  const built = spawnSync(process.execPath, [nextProgram(), 'build'], { env, stdio: ['ignore', 2, 2] })
  if (built.status !== 0) throw new Error('the production build failed')
  const desk = await startProductionDesk()
  try {
    print(await measureReviewScripts(desk))
  } finally {
    await desk.stop()
  }
} finally {
  await release()
}
process.exit(isOver ? 1 : 0)
