import { describe, expect, it } from 'vitest'
import {
  composeEffects,
  effectsDigest,
  type Measured,
  type RawEffects,
  type Reading,
  statusOf,
  unansweredToken,
} from '@/lib/simulate/effects'
import type { TraceFrame } from '@/lib/simulate/frames'
import type { CodeChange } from '@/lib/simulate/types'
import type { TokenRead } from '@/lib/simulate/watch'

const SAFE = '0x1111111111111111111111111111111111111111'
const TOKEN = '0x2222222222222222222222222222222222222222'
const PAYEE = '0x3333333333333333333333333333333333333333'
const word = (value: number) => `0x${value.toString(16).padStart(64, '0')}` as const
const read = (kind: TokenRead['kind'], account: `0x${string}`): TokenRead => ({
  kind,
  token: TOKEN,
  account,
  data: '0x',
})

const HONEST: Measured = {
  name: 'one',
  status: 'success',
  native: [{ account: PAYEE, asset: 'native', before: 5n, after: 6n }],
  readings: [
    { read: read('balance', SAFE), before: 100n, after: 90n },
    { read: read('balance', PAYEE), before: 0n, after: 10n },
    { read: read('allowance', PAYEE), before: 0n, after: 0n },
  ],
  safeStorage: [{ slot: word(5), before: word(0), after: word(1) }],
}

const MADE: CodeChange = { address: PAYEE, before: null, after: word(7) }

describe('digest of effects', () => {
  it('is the same for the same changes on other balances, in another order', () => {
    const other: Measured = {
      ...HONEST,
      name: 'two',
      native: [{ account: PAYEE, asset: 'native', before: 50n, after: 51n }],
      readings: [...HONEST.readings].reverse(),
    }
    expect(effectsDigest(other, SAFE)).toBe(effectsDigest(HONEST, SAFE))
  })

  it.each<[string, Partial<Measured>]>([
    ['status', { status: 'reverted' }],
    ['native amount', { native: [{ account: PAYEE, asset: 'native', before: 5n, after: 7n }] }],
    ['token amount', { readings: [{ read: read('balance', SAFE), before: 100n, after: 89n }] }],
    ['allowance', { readings: [...HONEST.readings, { read: read('allowance', SAFE), before: 0n, after: 1n }] }],
    ['code', { code: [MADE] }],
    ['Safe storage', { safeStorage: [{ slot: word(4), before: word(2), after: word(1) }] }],
  ])('differs with another %s', (_what, change) => {
    expect(effectsDigest({ ...HONEST, ...change }, SAFE)).not.toBe(effectsDigest(HONEST, SAFE))
  })

  it('differs with code taken away, replaced or made otherwise, and not by no code', () => {
    const ways = [
      MADE,
      { ...MADE, before: word(7), after: null },
      { ...MADE, before: word(6) },
      { ...MADE, after: word(8) },
    ]
    const digests = ways.map((change) => effectsDigest({ ...HONEST, code: [change] }, SAFE))
    expect(new Set(digests).size).toBe(4)
    expect(effectsDigest({ ...HONEST, code: [] }, SAFE)).toBe(effectsDigest(HONEST, SAFE))
  })

  it('counts a balance that can no longer be read as gone', () => {
    const gone: Measured = { ...HONEST, readings: [{ read: read('balance', SAFE), before: 100n, after: null }] }
    const drained: Measured = { ...HONEST, readings: [{ read: read('balance', SAFE), before: 100n, after: 0n }] }
    expect(effectsDigest(gone, SAFE)).toBe(effectsDigest(drained, SAFE))
  })
})

describe('an environment in which it comes out otherwise', () => {
  const composed = (second: Measured, first: Measured = HONEST) => {
    const root: TraceFrame = {
      ...({ kind: 'CALL', from: PAYEE, to: SAFE, value: 0n, input: '0x', output: word(1) } as const),
      ...{ error: null, gasUsed: 0n, logs: [], calls: [] },
    }
    const head = { number: 1n, hash: word(9), timestamp: 1n, baseFee: 0n, author: PAYEE } as const
    const raw: RawEffects = {
      ...{ head, safe: SAFE, root, revertReason: null, measured: [first, second], touched: [] },
      inTurn: null,
      candidates: { owners: [], addresses: [], words: [] },
    }
    const effects = composeEffects(raw)
    return effects.kind === 'simulated' ? effects.environments : []
  }

  it('keeps what it measured, the owners’ number by name', () => {
    const safeStorage = [{ slot: word(4), before: word(2), after: word(1) }]
    const [shown, other] = composed({ ...HONEST, name: 'two', native: [], safeStorage })
    expect(shown?.instead).toBeUndefined()
    expect(other?.instead?.safeStorage).toEqual([{ ...safeStorage[0], label: 'threshold' }])
    expect(other?.instead?.balances.map(({ asset }) => asset)).toEqual([TOKEN, TOKEN])
  })

  it.each([
    ['made there alone', [], [MADE]],
    ['not made there', [MADE], []],
    ['taken away there', [], [{ ...MADE, before: word(7), after: null }]],
  ] as const)('differs by code that is %s, and keeps it', (_what, first, second) => {
    const [shown, other] = composed({ ...HONEST, name: 'two', code: second }, { ...HONEST, code: first })
    expect(other?.digest).not.toBe(shown?.digest)
    expect(other?.instead?.code).toEqual(second)
  })

  it('does not differ by code that it cannot tell, and does by what it can', () => {
    const first: Measured = { ...HONEST, code: [MADE] }
    const [shown, other] = composed({ ...HONEST, name: 'two' }, first)
    expect(other).toEqual({ name: 'two', status: 'success', digest: shown?.digest })
    const [, second] = composed({ ...HONEST, name: 'two', native: [] }, first)
    expect(second?.digest).not.toBe(shown?.digest)
    expect(second?.instead).toBeDefined()
    expect(second?.instead?.code).toBeUndefined()
  })

  it('keeps nothing of one that is the same', () => {
    expect(composed({ ...HONEST, name: 'two' })[1]).toEqual({
      ...{ name: 'two', status: 'success', digest: effectsDigest(HONEST, SAFE) },
    })
  })
})

describe('a token without an answer', () => {
  const measuredWith = (...readings: Reading[]): Measured[] => [HONEST, { ...HONEST, name: 'two', readings }]
  const silentBalance: Reading = { read: read('balance', SAFE), before: null, after: null }

  it.each<[string, Reading]>([
    ['balance', silentBalance],
    ['balance before', { ...silentBalance, after: 5n }],
    ['allowance', { read: read('allowance', PAYEE), before: null, after: null }],
    ['allowance afterwards', { read: read('allowance', PAYEE), before: 0n, after: null }],
  ])('is named when it is registered and tells no %s in one environment', (_what, reading) => {
    expect(unansweredToken(measuredWith(reading), [TOKEN])).toBe(TOKEN)
  })

  it('is no token when it is not registered', () => {
    expect(unansweredToken(measuredWith(silentBalance), [])).toBeNull()
  })

  it.each<[string, Reading]>([
    ['everything', { read: read('balance', SAFE), before: 0n, after: 0n }],
    ['a balance until it is gone', { read: read('balance', SAFE), before: 100n, after: null }],
    ['balances but is no collection', { read: read('operator', PAYEE), before: null, after: null }],
  ])('is not missed in a registered one that tells %s', (_what, reading) => {
    expect(unansweredToken(measuredWith(reading), [TOKEN])).toBeNull()
  })
})

describe('status of an execution', () => {
  it.each([
    [true, '0x', 'reverted'],
    [false, word(1), 'success'],
    [false, word(0), 'inner-failure'],
    [false, '0x', 'inner-failure'],
  ] as const)('reverted %s with output %s is %s', (isReverted, output, status) => {
    expect(statusOf(isReverted, output)).toBe(status)
  })
})
