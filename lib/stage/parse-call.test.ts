import { describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { buildCall } from '@/lib/stage/build'
import { classFault } from '@/lib/stage/class-fault'
import { parseCall, type RawCall } from '@/lib/stage/parse-call'
import { ETHER, PAYEE, SAFE, TOKEN, USDC } from '@/tests/builders/reviewed'

const parse = (call: Partial<RawCall>) =>
  parseCall(
    {
      call: { to: TOKEN, method: 'approve(address spender, uint256 amount)', values: [PAYEE, '0'], gives: [], ...call },
      purpose: 'The router is retired',
      reference: '',
    },
    { chain: local, assets: [USDC, ETHER], safe: SAFE },
  )
const problems = (call: Partial<RawCall>) => {
  const parsed = parse(call)
  return parsed.ok ? [] : parsed.problems.map(({ field }) => field)
}
const dataOf = (call: Partial<RawCall>) => {
  const parsed = parse(call)
  return parsed.ok ? parsed.intent.call?.data : parsed.problems
}

describe('a call as typed', () => {
  it('becomes its calldata', () => {
    // keccak256("approve(address,uint256)") begins with 095ea7b3, "deposit()" with d0e30db0.
    expect(dataOf({})).toBe(`0x095ea7b3${PAYEE.slice(2).toLowerCase().padStart(64, '0')}${'0'.repeat(64)}`)
    expect(dataOf({ method: 'function deposit() payable', values: [] })).toBe('0xd0e30db0')
  })

  it('takes lists as JSON with numbers of any size', () => {
    const most = (1n << 256n) - 1n
    expect(dataOf({ method: 'set(uint256[] many, bool on)', values: [`["${most}"]`, 'true'] })).toContain(
      'f'.repeat(64),
    )
  })

  it('gives native coin along as value', () => {
    const parsed = parse({ method: 'deposit()', values: [], gives: [{ asset: 'native', amount: '1.5' }] })
    if (!parsed.ok || !parsed.intent.call) throw new Error('refused')
    const staged = buildCall({
      safe: { chainId: 31337, address: SAFE, version: '1.4.1' },
      call: parsed.intent.call,
      nonce: 1n,
    })
    expect(staged.tx).toMatchObject({ to: TOKEN, value: 1_500_000_000_000_000_000n, operation: 0, data: '0xd0e30db0' })
    const kept = { class: 'contract-call' as const, replaces: null, staged, intent: parsed.intent }
    expect(classFault(kept)).toBeNull()
    expect(classFault({ ...kept, intent: { ...parsed.intent, call: { ...parsed.intent.call, gives: [] } } })).toContain(
      'something else',
    )
  })

  it.each<[what: string, call: Partial<RawCall>, fields: string[]]>([
    ['no contract', { to: '' }, ['call.to']],
    ['the Safe itself', { to: SAFE }, ['call.to']],
    ['no function', { method: 'approve' }, ['call.method']],
    ['a type that is none', { method: 'approve(adress spender)', values: [PAYEE] }, ['call.method']],
    ['a value that is missing', { values: [PAYEE] }, ['call.values.1']],
    ['an address that is none', { values: ['0x12', '0'] }, ['call.values.0']],
    ['a number that does not fit', { method: 'set(uint8 x)', values: ['256'] }, ['call.method']],
    ['a list that is no JSON', { method: 'set(uint256[] x)', values: ['1,2'] }, ['call.values.0']],
    ['half a byte', { method: 'set(bytes x)', values: ['0x123'] }, ['call.values.0']],
    ['an unregistered token', { gives: [{ asset: PAYEE, amount: '1' }] }, ['call.gives.0.asset']],
    [
      'an asset twice',
      {
        gives: [
          { asset: TOKEN, amount: '1' },
          { asset: TOKEN.toLowerCase(), amount: '2' },
        ],
      },
      ['call.gives.1.asset'],
    ],
    ['nothing of it', { gives: [{ asset: TOKEN, amount: '0' }] }, ['call.gives.0.amount']],
  ])('is refused with %s', (_what, call, fields) => expect(problems(call)).toEqual(fields))
})
