import type { Address } from 'viem'
import { numberToHex, pad } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { contentDigest } from '@/lib/core/digest'
import type { TraceFrame, TraceLog } from '@/lib/simulate/frames'
import { COIN, type Undone, validatedEnvironment } from '@/lib/simulate/validated'

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const account = (digit: string) => `0x${digit.repeat(40)}` as Address
const [SENDER, SAFE, TARGET, THIEF, OTHER] = [account('1'), account('2'), account('3'), account('4'), account('5')]
const digest = contentDigest('as shown')

const frame = (from: Address, to: Address, value: bigint, calls: readonly TraceFrame[] = []): TraceFrame => ({
  ...{ kind: 'CALL', from, to, value, input: '0x', output: '0x', error: null, gasUsed: 0n, logs: [], calls },
})
const undone = (one: TraceFrame): TraceFrame => ({ ...one, error: 'execution reverted' })
const coin = (from: Address, to: Address, units: bigint): TraceLog => ({
  address: COIN,
  topics: [TRANSFER, pad(from), pad(to)],
  data: numberToHex(units, { size: 32 }),
})
const shownTo = (...calls: TraceFrame[]) => frame(SENDER, SAFE, 0n, [frame(SAFE, TARGET, 100n, calls)])

function isSame(root: TraceFrame, logs: readonly TraceLog[], tellsUndone: Undone, tellsCoin = true): boolean {
  const run = { status: 'success', sender: SENDER, logs, tellsCoin, tellsUndone } as const
  const environment = validatedEnvironment(run, { root, status: 'success', digest })
  expect(environment.loggedInstead === undefined).toBe(environment.digest === digest)
  return environment.digest === digest
}

const paid = coin(SAFE, TARGET, 100n)
const KINDS: readonly Undone[] = ['none', 'own', 'all']
// One wei that is undone, with one more inside it, and the payment comes back to the Safe.
const tried = undone(frame(TARGET, THIEF, 1n, [frame(THIEF, OTHER, 1n)]))
const back = shownTo(tried, frame(TARGET, SAFE, 100n))
const UNDONE_LOGS: Record<Undone, readonly TraceLog[]> = {
  none: [],
  own: [coin(TARGET, THIEF, 1n)],
  all: [coin(TARGET, THIEF, 1n), coin(THIEF, OTHER, 1n)],
}

describe('coin in the run that the node checks', () => {
  it.each(KINDS)('is compared beside a frame that was undone, on a node that logs of it: %s', (tellsUndone) => {
    const also = UNDONE_LOGS[tellsUndone]
    expect(isSame(back, [paid, ...also, coin(TARGET, SAFE, 100n)], tellsUndone)).toBe(true)
    // A node that logs more need not always: what was undone is none of the effects.
    expect(isSame(back, [paid, coin(TARGET, SAFE, 100n)], tellsUndone)).toBe(true)
    expect(isSame(back, [paid, ...also, coin(TARGET, THIEF, 100n)], tellsUndone)).toBe(false)
    expect(isSame(back, [paid, coin(TARGET, THIEF, 100n)], tellsUndone)).toBe(false)
    expect(isSame(back, [paid, coin(TARGET, THIEF, 101n)], tellsUndone)).toBe(false)
  })

  it('that is undone as shown and really goes there is found on a node that logs none of what is undone', () => {
    const kept = shownTo(undone(frame(TARGET, THIEF, 100n)))
    expect(isSame(kept, [paid, coin(TARGET, THIEF, 100n)], 'none')).toBe(false)
    expect(isSame(kept, [paid], 'none')).toBe(true)
  })

  it('is not compared where the node logs none', () => {
    expect(isSame(back, [], 'none', false)).toBe(true)
  })
})
