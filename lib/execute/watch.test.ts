import { describe, expect, it } from 'vitest'
import { alarmKind, alarmsOf, type SafeActivity } from '@/lib/execute/watch'
import type { SafeState } from '@/lib/simulate/types'

const [A, B, ZERO] = [`0x${'aa'.repeat(20)}`, `0x${'bb'.repeat(20)}`, `0x${'00'.repeat(20)}`] as const
const [OURS, STRANGE, TX, OTHER] = ['01', '02', '03', '04'].map((byte) => `0x${byte.repeat(32)}` as const) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
]
const STATE: SafeState = {
  ...{ version: '1.4.1', singleton: A, owners: [A, B], threshold: 2, nonce: 4n, modules: [] },
  ...{ guard: ZERO, moduleGuard: ZERO, fallbackHandler: A },
}
const QUIET: SafeActivity = {
  ...{ block: 9n, state: STATE, executions: [], moduleExecutions: [], outflows: [], received: [] },
}
const out = (txHash: `0x${string}`) => ({ token: A, other: B, units: 1n, txHash, logIndex: 0, block: 9n })
const known = [{ id: 'W-1001', safeTxHash: OURS, isConfiguration: false, isLive: true }]
const own = { state: { ...STATE, nonce: 5n }, executions: [{ safeTxHash: OURS, txHash: TX }] }

describe('raises no alarm', () => {
  it.each<[string, Partial<SafeActivity>]>([
    ['when nothing happens', {}],
    ['for a withdrawal of the desk and what leaves with it', { ...own, outflows: [out(TX)] }],
    ['for one that two nodes tell', { ...own, executions: [...own.executions, ...own.executions] }],
  ])('%s', (_name, change) => expect(alarmsOf(STATE, { ...QUIET, ...change }, known)).toEqual([]))

  it('for settings that a configuration of the desk changed', () => {
    const state = { ...own.state, threshold: 1 }
    const configuration = [{ id: 'W-1001', safeTxHash: OURS, isConfiguration: true, isLive: true }]
    expect(alarmsOf(STATE, { ...QUIET, ...own, state }, configuration)).toEqual([])
  })
})

describe('raises an alarm', () => {
  it.each<[string, Partial<SafeActivity>, string]>([
    [
      'for an execution it never staged',
      { state: own.state, executions: [{ safeTxHash: STRANGE, txHash: TX }] },
      'never staged',
    ],
    ['for a module that acted', { moduleExecutions: [{ module: B, txHash: TX }] }, 'The module 0xbb'],
    ['for tokens that left otherwise', { ...own, outflows: [out(OTHER)] }, 'no withdrawal of this desk'],
    ['for an owner that changed', { state: { ...STATE, owners: [A] } }, 'Its owners changed'],
    ['for a threshold beside a payment', { ...own, state: { ...own.state, threshold: 1 } }, 'Its threshold changed'],
    ['for a nonce nobody explains', { state: { ...STATE, nonce: 6n } }, 'from 4 to 6'],
  ])('%s', (_name, change, words) => {
    const [first, ...others] = alarmsOf(STATE, { ...QUIET, ...change }, known)
    expect(first).toContain(words)
    expect(others).toEqual([])
  })

  it('for one that had ended here, and does not excuse what left with it', () => {
    const rejected = [{ id: 'W-1001', safeTxHash: OURS, isConfiguration: false, isLive: false }]
    const activity = { ...QUIET, ...own, outflows: [out(TX)] }
    const alarms = alarmsOf(STATE, activity, rejected)
    expect(alarms[0]).toContain('which is W-1001 and had ended here')
    expect(alarms[1]).toContain('Tokens of')
    // Staged again with the same fields it is the same hash, and live.
    expect(alarmsOf(STATE, activity, [...rejected, ...known])).toEqual([])
  })
})

it('an alarm is of the kind that it repeats, whatever its hash and block, and of none that it does not', () => {
  const kindsOf = (change: Partial<SafeActivity>) => alarmsOf(STATE, { ...QUIET, ...change }, known).map(alarmKind)
  const all: readonly [Partial<SafeActivity>, Partial<SafeActivity>][] = [
    [
      { state: own.state, executions: [{ safeTxHash: STRANGE, txHash: TX }] },
      { state: own.state, executions: [{ safeTxHash: TX, txHash: OTHER }] },
    ],
    [{ moduleExecutions: [{ module: B, txHash: TX }] }, { moduleExecutions: [{ module: B, txHash: OTHER }] }],
    [{ outflows: [out(TX)] }, { outflows: [out(OTHER)] }],
    [{ state: { ...STATE, owners: [A] } }, { block: 10n, state: { ...STATE, owners: [B] } }],
    [{ state: { ...STATE, nonce: 6n } }, { block: 10n, state: { ...STATE, nonce: 7n } }],
  ]
  const kinds = all.map(([once, again]) => {
    expect(kindsOf(once)).toEqual(kindsOf(again))
    return kindsOf(once)[0] ?? ''
  })
  expect(new Set(kinds).size).toBe(all.length)
  expect(kinds.join(' ')).not.toMatch(/0x[0-9a-f]{64}|seen at block/)
  expect(kindsOf({ moduleExecutions: [{ module: A, txHash: TX }] })).not.toEqual([kinds[1]])
  expect(kindsOf({ state: { ...STATE, threshold: 1 } })).not.toEqual([kinds[3]])
})
