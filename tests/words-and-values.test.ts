import { expect, it } from 'vitest'
import { writeCsv } from '@/lib/core/write-csv'
import { knownFunction } from '@/lib/decode/contracts/functions'
import { policySchema } from '@/lib/policy/schema'
import type { Overlay, Policy } from '@/lib/policy/types'
import { functionOf, parseCall } from '@/lib/stage/parse-call'
import { chainOf } from '@/lib/chains/index'

const rule = (part: object = {}) => ({
  name: 'Spare',
  class: 'transfer' as const,
  when: {},
  quorum: [],
  delaySeconds: 0,
  expirySeconds: 3600,
  factors: ['passkey'],
  ...part,
})
const overlay: Overlay = { name: 'More', unless: {}, effect: { kind: 'hold', sentence: 'x' } }
const policy = (part: Partial<Policy> = {}): Policy => ({
  id: 'p',
  version: 1,
  groups: [],
  rules: [rule()],
  overlays: [],
  ...part,
})

it('a maximum names an asset, or is left out: nothing that reads like no limit is one that nothing meets', () => {
  const limits = (maxUnits: object) => policySchema.safeParse(policy({ rules: [rule({ when: { maxUnits } })] })).success
  expect(limits({})).toBe(false)
  expect(limits({ native: '5' })).toBe(true)
})

it('a cell with a separator of another locale begins no formula', () => {
  const text = writeCsv([['Invoice 7;=1+1', 'Invoice 8\t=1+1']])
  expect(text).not.toMatch(/[;\t]\s*[=+\-@]/)
})

it('a whole number in a list is the number that was typed', () => {
  const parsed = parseCall(
    {
      purpose: 'abc',
      reference: '',
      call: {
        to: '0x000000000000000000000000000000000000dEaD',
        method: 'f(uint256[] a)',
        values: ['[12345678901234567890]'],
        gives: [],
      },
    } as never,
    { chain: chainOf(31337), assets: [], safe: '0x0000000000000000000000000000000000001111' } as never,
  )
  const data = parsed.ok ? (parsed.intent.call?.data ?? '') : ''
  if (parsed.ok) expect(BigInt(`0x${data.slice(-64)}`)).toBe(12345678901234567890n)
})

it('a policy holds no hidden characters in its names', () => {
  for (const name of ['Pay\u202ements', 'Payments\u200b', 'Pay\nments'])
    expect(policySchema.safeParse(policy({ rules: [rule({ name })] })).success, JSON.stringify(name)).toBe(false)
  expect(
    policySchema.safeParse(policy({ overlays: [{ ...overlay, effect: { kind: 'hold', sentence: 'a\u202eb' } }] }))
      .success,
  ).toBe(false)
})

it('two rules whose names look the same are two of one name', () => {
  expect(policySchema.safeParse(policy({ rules: [rule(), rule({ name: 'Sp\u200bare' })] })).success).toBe(false)
})

it('reads no signature for long', () => {
  const hostile = [
    `f(${'('.repeat(480)}`,
    `f(${'uint256 a,'.repeat(95)}uint)`,
    `f(${'((('.repeat(100)}uint256${')))'.repeat(50)})`,
    `f(uint256${'[]'.repeat(240)} a)`,
    `f(${' '.repeat(900)}`,
    `f(uint256${' '.repeat(900)}a`,
    `${'a'.repeat(990)}(`,
    `f(uint256${'[1]'.repeat(300)})`,
    `f(${'(uint256 a)'.repeat(80)})`,
    `f(${'(uint256 a,'.repeat(40)}uint b${')'.repeat(40)})`,
    'f(uint256[999999999999] a)',
  ]
  for (const text of hostile) {
    const start = performance.now()
    functionOf(text)
    try {
      knownFunction(text)
    } catch {
      // what is no signature is refused
    }
    const took = performance.now() - start
    expect(took, text.slice(0, 30)).toBeLessThan(300)
  }
})
