import type { Address } from 'viem'
import { pad } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { MAX_TOUCHED, touchedAddresses } from '@/lib/assess/touched-addresses'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { Frame } from '@/lib/simulate/types'
import type { Intent } from '@/lib/stage/types'
import { dataOf, factsOfCall } from '@/tests/builders/judged-call'
import { ETH, OWNERS, SAFE, sampleFacts, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'

const addressAt = (at: number): Address => `0x${(0xabc0000000 + at).toString(16).padStart(40, 'd')}`
const HASH = `0x${'11'.repeat(32)}` as const
const [A, B, C, D] = [addressAt(1), addressAt(2), addressAt(3), addressAt(4)]
const frame = (to: Address, calls: readonly Frame[] = []): Frame => ({
  ...{ kind: 'CALL', from: OWNERS[0] ?? SAFE, to, value: 0n, input: '0x', error: null, calls },
})
type Touching = Parameters<typeof touchedAddresses>[0]
const keyed = (facts: Touching) => new Map(touchedAddresses(facts).map(({ address, isStated }) => [address, isStated]))
const has = (facts: Touching, address: string) => keyed(facts).has(address.toLowerCase())
const unmoved = { balances: [], approvals: [], safeStorage: [] }

describe('what the bytes name', () => {
  it('is a spender, though nobody stated it', () => {
    const data = dataOf('approve(address spender, uint256 amount)', [STRANGER, 5n])
    const facts = factsOfCall({ to: USDC.address, data })
    expect(keyed(facts).get(STRANGER.toLowerCase())).toBe(false)
    expect(has(facts, VENDOR)).toBe(false)
  })

  it('is whoever gets what comes out, a new delegate, and every address of any other function', () => {
    const calls = [
      dataOf('withdraw(address asset, uint256 amount, address to)', [USDC.address, 1n, A]),
      dataOf('addDelegate(address delegate)', [A]),
      dataOf('enableModule(address module)', [A]),
      dataOf('removeDelegate(address delegate, bool removeAllowances)', [A, true]),
    ]
    for (const data of calls) expect(has(factsOfCall({ to: B, data }), A)).toBe(true)
    expect(has(factsOfCall({ to: B, data: '0x12345678' }), B)).toBe(true)
  })

  it('is an address by a name that nothing vouches for as well, inside of lists and tuples too', () => {
    const facts = factsOfCall({ to: B, data: '0x12345678' })
    const inside = { name: 'who', type: 'address', value: A }
    const row = { name: 'rows', type: 'tuple[]', value: [{ name: '', type: 'tuple', value: [inside] }] }
    const names = [{ signature: 'pay((address)[])', arguments: [row], abi: null }]
    expect(has({ ...facts, call: { ...facts.call, names } }, A)).toBe(true)
  })

  it('is whom the gas is refunded to, and in which token', () => {
    const facts = sampleFacts({ tx: { refundReceiver: A, gasToken: B } })
    expect([has(facts, A), has(facts, B)]).toEqual([true, true])
  })
})

it('knows what the intent names: who is paid, in what, who is called and which owner changes', () => {
  const payment = keyed(sampleFacts())
  expect([VENDOR, USDC.address].map((address) => payment.get(address.toLowerCase()))).toEqual([true, true])
  const intent = (part: Partial<Intent>) => ({ legs: [], purpose: '', reference: '', ...part })
  const statedBy = (part: Partial<Intent>) =>
    touchedAddresses(sampleFacts({ facts: { intent: intent(part) } }))
      .filter(({ isStated }) => isStated)
      .map(({ address }) => address)
  const gives = [USDC, ETH].map((asset) => ({ asset, units: 1n }))
  expect(statedBy({ call: { to: A, data: '0x', gives } })).toEqual([A, USDC.address.toLowerCase()])
  expect(statedBy({ change: { kind: 'swap-owner', oldOwner: A, newOwner: B } })).toEqual([A, B])
  expect(statedBy({ change: { kind: 'change-threshold', threshold: 2 } })).toEqual([])
})

describe('what the simulation shows', () => {
  const seen = (effects: NonNullable<Parameters<typeof sampleFacts>[0]>['effects']) =>
    sampleFacts({ ...(effects && { effects }) })

  it('is what merely ran, however deep, and not who sent it', () => {
    const facts = seen({ root: frame(SAFE, [frame(A, [frame(B)])]) })
    expect([A, B, OWNERS[0] ?? ''].map((address) => has(facts, address))).toEqual([true, true, false])
  })

  it('is what moves, is allowed, is used up, changes its code or stands behind a proxy', () => {
    const one = { token: A, before: 2n, after: 1n }
    expect(has(seen({ balances: [{ account: A, asset: 'native', before: 0n, after: 1n }] }), A)).toBe(true)
    expect(has(seen({ approvals: [{ token: B, owner: SAFE, spender: A, units: 1n }] }), A)).toBe(true)
    expect(has(seen({ spent: [{ ...one, spender: B }] }), B)).toBe(true)
    expect(has(seen({ items: [{ ...one, id: 1n, account: C }] }), C)).toBe(true)
    expect(has(seen({ code: [{ address: A, before: null, after: HASH }] }), A)).toBe(true)
    expect(has(seen({ touched: [{ address: A, codeHash: HASH, implementation: D }] }), D)).toBe(true)
    expect(has(seen({ logged: [{ event: 'transfer', token: A, from: B, to: C, units: 1n }] }), C)).toBe(true)
  })

  it('is what another environment or its place in the queue shows', () => {
    const gain = { account: A, asset: B, before: 0n, after: 1n }
    const other = { name: 'later', status: 'success' as const, digest: HASH }
    const instead = { ...unmoved, balances: [gain] }
    expect(has(seen({ environments: [other, { ...other, instead }] }), A)).toBe(true)
    const inTurn = { kind: 'simulated' as const, after: ['W-1001'], failing: null, status: 'success' as const }
    expect(has(seen({ inTurn: { ...inTurn, ...unmoved, balances: [gain], isSame: false } }), A)).toBe(true)
  })

  it('is a setting of the Safe that other code wrote, by its key or by what it holds', () => {
    const slot = { slot: HASH, before: pad('0x00'), after: pad('0x01') }
    expect(has(seen({ safeStorage: [{ ...slot, label: `modules[${A}]` }] }), A)).toBe(true)
    expect(has(seen({ safeStorage: [{ ...slot, label: 'guard', after: pad(B) }] }), B)).toBe(true)
    expect(has(seen({ safeStorage: [{ ...slot, label: 'unknown', after: pad(B) }] }), B)).toBe(false)
  })
})

it('leaves out the Safe itself and what nobody holds, and names everything once in lower case', () => {
  const data = dataOf('approve(address spender, uint256 amount)', [ZERO_ADDRESS, 5n])
  const found = touchedAddresses(factsOfCall({ to: USDC.address, data })).map(({ address }) => address)
  expect(found).toContain(USDC.address.toLowerCase())
  for (const address of [SAFE.toLowerCase(), ZERO_ADDRESS]) expect(found).not.toContain(address)
  expect(new Set(found).size).toBe(found.length)
  expect(found.every((address) => /^0x[0-9a-f]{40}$/.test(address))).toBe(true)
})

it('keeps a bounded number, and first of all whom lists are asked about', () => {
  const crowd = Array.from({ length: MAX_TOUCHED }, (_, at) => frame(addressAt(100 + at)))
  const found = touchedAddresses(sampleFacts({ effects: { root: frame(SAFE, crowd) } }))
  expect(found).toHaveLength(MAX_TOUCHED)
  expect(found.slice(0, 2).map(({ address }) => address)).toEqual([VENDOR, USDC.address].map((it) => it.toLowerCase()))
})
