import type { Instrument } from '@/components/frame/instruments'
import type { SafeNow } from '@/components/dashboard/safe-now'
import { grouped } from '@/components/review/effect-words'
import { clockSecond, remaining } from '@/components/review/times'
import { chainOf } from '@/lib/chains/index'

/** When the page was read, then the chain of each given Safe with its newest block and age; the time alone where none was asked. */
export function deskInstruments(
  safes: readonly SafeNow[],
  now: Date,
): { instruments: readonly Instrument[]; narrowFact: string } {
  const chains = [...new Set(safes.map(({ chainId }) => chainId))].map((chainId): Instrument => {
    const read = safes.find((safe) => safe.chainId === chainId && safe.now !== null)
    const label = chainOf(chainId).name
    if (!read?.now) return { label, value: 'does not answer', state: 'medium' }
    return { label, value: `${grouped(read.now.block)}, ${remaining(now, new Date(read.now.at * 1000))} ago` }
  })
  return {
    instruments: [{ label: 'Read', value: `${clockSecond(now)} UTC` }, ...chains],
    narrowFact:
      chains.length === 0
        ? `${clockSecond(now)} UTC`
        : chains.map(({ label, value }) => `${label} ${value}`).join('. '),
  }
}
