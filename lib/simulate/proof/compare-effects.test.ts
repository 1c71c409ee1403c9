import { describe, expect, it } from 'vitest'
import { compareEffects } from '@/lib/simulate/proof/compare-effects'
import type { Proven } from '@/lib/simulate/proof/prove-effects'
import { toFrame } from '@/lib/simulate/to-frame'
import { calledAddresses } from '@/lib/simulate/touched'
import { parseTrace } from '@/lib/simulate/trace'

const SAFE = '0x1111111111111111111111111111111111111111'
const ENDING = '0x2222222222222222222222222222222222222222'
const HEIR = '0x3333333333333333333333333333333333333333'

/** What geth's callTracer answers: it adds a frame for SELFDESTRUCT, with the balance that moves and no gas. */
const traceOf = (heirCalls: readonly object[]) => {
  const ended = { type: 'SELFDESTRUCT', from: ENDING, to: HEIR, gas: '0x0', gasUsed: '0x0', input: '0x', value: '0x8' }
  const called = { type: 'CALL', from: SAFE, to: ENDING, gas: '0x9000', gasUsed: '0x1db4', input: '0x', value: '0x3' }
  const calls = [{ ...called, calls: [...heirCalls, ended] }]
  const trace = parseTrace({
    type: 'CALL',
    from: HEIR,
    to: SAFE,
    gas: '0xf000',
    gasUsed: '0xa4d1',
    input: '0x6a76',
    calls,
  })
  if (trace === null) throw new Error('geth’s trace is read')
  return trace
}

const digest = `0x${'11'.repeat(32)}` as const
const effectsOf = (root: Proven['root'], balances: Proven['balances']): Proven => ({
  ...{ kind: 'simulated', status: 'success', revertReason: null, gasUsed: 42_193n, environments: [], root, balances },
  ...{ approvals: [], safeStorage: [], touched: [], logged: [], code: [] },
  block: { number: 7n, hash: digest, timestamp: 1_790_000_000n },
})
const inherits = [{ account: HEIR, asset: 'native', before: 0n, after: 8n }] as const

describe('a contract that ends itself', () => {
  const told = toFrame(traceOf([]))
  // An own run lists calls alone.
  const own = { ...told, calls: told.calls.map((call) => ({ ...call, calls: [] })) }

  it('is shown by a node as a call, and by an own run by what it moves: both say the same', () => {
    expect(told.calls[0]?.calls).toMatchObject([{ kind: 'SELFDESTRUCT', to: HEIR, value: 8n }])
    expect(compareEffects(effectsOf(own, inherits), effectsOf(told, inherits))).toEqual([])
  })

  it('hides neither another call beside it nor what it moves', () => {
    const more = { type: 'CALL', from: ENDING, to: HEIR, gasUsed: '0x0', input: '0x', value: '0x1' }
    const beside = toFrame(traceOf([more]))
    const calls = 'The calls that run here are not the calls that the server shows.'
    expect(compareEffects(effectsOf(own, inherits), effectsOf(beside, inherits))).toEqual([calls])
    expect(compareEffects(effectsOf(own, inherits), effectsOf(told, []))).toEqual([
      expect.stringContaining(`does not show this change of a balance: ${HEIR} in the chain’s coin from 0 to 8`),
    ])
  })

  it('calls nobody: who inherits is not among the contracts that the run calls', () => {
    expect(calledAddresses([traceOf([])])).toEqual([SAFE, ENDING])
    const called = { type: 'CALL', from: ENDING, to: HEIR, gasUsed: '0x0', input: '0x', value: '0x1' }
    expect(calledAddresses([traceOf([called])])).toEqual([SAFE, ENDING, HEIR])
  })
})

describe('items of collections', () => {
  const root = { ...toFrame(traceOf([])), calls: [] }
  const token = ENDING
  const leaves = { token, id: 7n, account: SAFE, before: 1n, after: 0n } as const
  const comes = { token, id: 7n, account: HEIR, before: 0n, after: 1n } as const
  const withItems = (items: Proven['items']): Proven => ({ ...effectsOf(root, []), ...(items && { items }) })

  it('are compared one by one, whichever side leaves one out', () => {
    const [own, told] = [withItems([leaves, comes]), withItems([comes])]
    expect(compareEffects(own, own)).toEqual([])
    expect(compareEffects(own, told)).toEqual([
      expect.stringContaining(
        `does not show this item of a collection: 7 of ${token}, of which ${SAFE} has 0 and had 1`,
      ),
    ])
    expect(compareEffects(withItems(undefined), told)).toHaveLength(1)
    expect(compareEffects(own, withItems([{ ...leaves, id: 8n }, comes]))).toHaveLength(2)
  })
})

describe('what is told more than once', () => {
  const root = { ...toFrame(traceOf([])), calls: [] }
  const gain = { account: HEIR, asset: ENDING, before: 0n, after: 100n } as const
  const coin = { ...gain, asset: 'native' } as const
  const own = effectsOf(root, [coin, gain])

  it('is refused: a half payment whose gain is repeated is no whole one', () => {
    const sentences = compareEffects(own, effectsOf(root, [coin, gain, gain]))
    expect(sentences).toContainEqual(expect.stringContaining('is told more than once'))
    expect(sentences).toContainEqual(expect.stringContaining('and it does not happen here'))
    const louder = { ...gain, account: `0x${HEIR.slice(2).toUpperCase()}` } as const
    expect(compareEffects(own, effectsOf(root, [coin, gain, louder]))).toHaveLength(2)
  })

  it('counts for every kind of effect, whichever side repeats it', () => {
    const approval = { token: ENDING, owner: SAFE, spender: HEIR, units: 5n } as const
    const move = { event: 'transfer', token: ENDING, from: SAFE, to: HEIR, units: 100n } as const
    const once = { ...own, approvals: [approval], logged: [move] }
    const twice = { ...own, approvals: [approval, approval], logged: [move, move] }
    expect(compareEffects(once, once)).toEqual([])
    expect(compareEffects(twice, twice)).toEqual([])
    expect(compareEffects(once, twice)).toHaveLength(2)
    expect(compareEffects(twice, once)).toHaveLength(2)
  })

  it('is no matter of order', () => {
    expect(compareEffects(own, effectsOf(root, [gain, coin]))).toEqual([])
  })
})
