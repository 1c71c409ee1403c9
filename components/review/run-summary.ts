import type { Effects, Frame } from '@/lib/simulate/types'
import { grouped } from './effect-words'

/** How many calls ran, how much gas in all, and how many of them fail: "7 calls, 84,213 gas, one fails". */
export function runSummary({ root, gasUsed }: Extract<Effects, { kind: 'simulated' }>): string {
  const { all, failing } = count(root)
  return [
    all === 1 ? 'one call' : `${all} calls`,
    `${grouped(gasUsed)} gas`,
    ...(failing === 0 ? [] : [failing === 1 ? 'one fails' : `${failing} fail`]),
  ].join(', ')
}

function count({ error, calls }: Frame): { readonly all: number; readonly failing: number } {
  return calls.map(count).reduce((sum, one) => ({ all: sum.all + one.all, failing: sum.failing + one.failing }), {
    ...{ all: 1, failing: error === null ? 0 : 1 },
  })
}
