import { parseArgs } from 'node:util'
import { buildDemo, isDemoBuildStale } from '@/lib/desk/demo-build'
import { openScratch } from '@/lib/desk/scratch'
import { planKills, TARGETS } from './plan'
import { soak } from './soak'

// Kills the parts of a desk outright, run after run, and counts what was lost or done twice. Exits 1 on any.

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    minutes: { type: 'string', default: '60' },
    only: { type: 'string', default: TARGETS.join(',') },
  },
})
const [runs, seed, minutes] = [Number(values.runs), Number(values.seed), Number(values.minutes)]
const targets = TARGETS.filter((target) => values.only.split(',').includes(target))
const isUsable = [runs, seed, minutes].every((number) => Number.isInteger(number) && number >= 0) && targets.length > 0
if (!isUsable) {
  const known = TARGETS.join(',')
  process.stderr.write(`usage: npm run soak -- [--runs 100] [--seed N] [--minutes 60] [--only ${known}]\n`)
  process.exit(1)
}
const say = (line: string): void => void process.stdout.write(`${line}\n`)

say(`seed ${seed}: ${runs} runs, at most ${minutes} minutes`)
if (await isDemoBuildStale()) {
  const scratch = await openScratch('soak-build')
  try {
    await buildDemo(scratch.book.start)
  } finally {
    await scratch.remove()
  }
}
const result = await soak({ seed, kills: planKills(seed, runs, targets), stopAfterMs: minutes * 60_000, say })
for (const fault of result.faults) say(`FAULT ${fault}`)
say(`${result.vanished} executions vanished with the chain's last second and were made good`)
say(`${result.runs} of ${runs} runs, ${result.faults.length} faults, seed ${seed}`)
process.exit(result.faults.length === 0 ? 0 : 1)
