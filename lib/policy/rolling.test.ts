import { describe, expect, it } from 'vitest'
import { decide } from '@/lib/policy/judge'
import { rollingOutflow, rollingWindows } from '@/lib/policy/rolling'
import type { Outflow, Overlay, Policy } from '@/lib/policy/types'
import { FACTS, POLICY } from '@/tests/builders/policies'
import { TOKEN } from '@/tests/builders/reviewed'

const DAY = 86_400
const limited = (maxUnits: Record<string, string>): Policy => ({
  ...POLICY,
  overlays: [
    {
      name: 'a day',
      unless: { rolling: { seconds: DAY, maxUnits } },
      effect: { kind: 'block', sentence: 'Too much.' },
    },
  ],
})
const decided = (policy: Policy, outflows: readonly Outflow[] | null) =>
  decide({ pinned: policy, current: policy, ...FACTS, outflows })
const out = (units: bigint, seconds = DAY): Outflow => ({ seconds, asset: TOKEN, units })

// FACTS pays 250 of a token with six decimals.
describe('a rolling limit', () => {
  it('lets through what just fits, together with what went before', () => {
    expect(decided(limited({ [TOKEN]: '300000000' }), [out(50_000_000n)]).decision).toBe('allow')
  })
  it('stops one base unit more', () => {
    const { decision, reasons, trace } = decided(limited({ [TOKEN]: '300000000' }), [out(50_000_001n)])
    expect([decision, reasons]).toEqual(['block', ['Too much.']])
    expect(trace.at(-1)).toContain('300000001 base units of USDC within 24 hours are more than its 300000000')
  })
  it('reads an address in any letter case', () => {
    expect(decided(limited({ [TOKEN.toLowerCase()]: '1' }), []).decision).toBe('block')
  })
  it('says nothing of an asset that it does not name', () => {
    expect(decided(limited({ native: '0' }), [out(1n)]).decision).toBe('allow')
  })
  it('counts only its own window', () => {
    expect(decided(limited({ [TOKEN]: '300000000' }), [out(500_000_000n, 60)]).decision).toBe('allow')
  })
  it('holds or stops where nobody can say what left', () => {
    const hold: Overlay = {
      name: 'h',
      unless: { rolling: { seconds: DAY, maxUnits: {} } },
      effect: { kind: 'require', quorum: [], delaySeconds: 0 },
    }
    expect(decided({ ...POLICY, overlays: [hold] }, null).decision).toBe('hold')
  })
})

it('asks about each window once', () => {
  const twice = [limited({}), limited({})]
  expect(rollingWindows(twice)).toEqual([DAY])
  expect(rollingWindows([POLICY])).toEqual([])
  expect(rollingOutflow([out(1n), out(2n), out(4n, 60)], DAY, TOKEN)).toBe(3n)
})
