import { toFunctionSelector } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { fetchedAbis } from '@/lib/decode/fetched-abis'
import { readAbi } from '@/lib/decode/read-abi'

const write = { type: 'function', stateMutability: 'nonpayable', outputs: [] }
const pay = { ...write, name: 'pay', inputs: [{ name: 'to', type: 'address' }] }
const tuple = (depth: number): object => ({
  name: 'x',
  type: 'tuple',
  components: depth === 1 ? [{ name: 'y', type: 'uint256' }] : [tuple(depth - 1)],
})
const fault = (abi: unknown) => {
  const read = readAbi(abi)
  return read.ok ? 'taken' : read.fault
}

describe('an ABI from outside', () => {
  it('gives its functions with the names of their parameters', () => {
    const pairs = {
      name: 'all',
      type: 'tuple[]',
      components: [
        { name: 'to', type: 'address' },
        { name: '', type: 'uint8' },
      ],
    }
    const abi = [pay, { ...write, name: 'payAll', inputs: [pairs] }, { type: 'event', name: 'Paid', inputs: [] }]
    const functions = {
      [toFunctionSelector('pay(address)')]: 'pay(address to)',
      [toFunctionSelector('payAll((address,uint8)[])')]: 'payAll((address to, uint8)[] all)',
    }
    expect(readAbi(abi)).toEqual({ ok: true, functions })
    expect(readAbi({ contractName: 'Payer', abi })).toEqual({ ok: true, functions })
  })

  it('leaves out names of parameters that are no names', () => {
    const inputs = [
      { name: 'to', type: 'address' },
      { name: 'amount) external; function x(', type: 'uint256' },
    ]
    expect(readAbi([{ ...pay, inputs }])).toMatchObject({
      functions: { [toFunctionSelector('pay(address,uint256)')]: 'pay(address to, uint256)' },
    })
    expect(readAbi([{ ...pay, inputs: [{ name: 'calldata', type: 'address' }] }])).toMatchObject({
      functions: { [toFunctionSelector('pay(address)')]: 'pay(address)' },
    })
  })

  it.each([
    ['that is none', { name: 'x' }, 'holds no ABI'],
    ['that is null', null, 'holds no ABI'],
    ['with one function twice', [pay, pay], 'two functions with the selector'],
    [
      'with two functions of one selector',
      [
        { ...write, name: 'transfer', inputs: [{ type: 'address' }, { type: 'uint256' }] },
        { ...write, name: 'many_msg_babbage', inputs: [{ type: 'bytes1' }] },
      ],
      'two functions with the selector 0xa9059cbb',
    ],
    [
      'with too many functions',
      Array.from({ length: 1_001 }, (_, at) => ({ ...pay, name: `f${at}` })),
      'more than 1000',
    ],
    ['with too many entries', Array.from({ length: 5_001 }, () => ({ type: 'event' })), 'more than 5000 entries'],
    ['with deep tuples', [{ ...pay, inputs: [tuple(7)] }], 'nests tuples more than 6 deep'],
    ['with a name that hides something', [{ ...pay, name: 'pay\u202e' }], 'without a proper name'],
    ['with a name of another script', [{ ...pay, name: 'pаy' }], 'without a proper name'],
    ['with a type nobody knows', [{ ...pay, inputs: [{ type: 'Set.Data storage' }] }], 'unknown type'],
    ['with an absurd array', [{ ...pay, inputs: [{ type: 'uint256[99999]' }] }], 'unknown type'],
    ['with a width that does not exist', [{ ...pay, inputs: [{ type: 'uint7' }] }], 'no signature'],
    ['without parameters', [{ ...pay, inputs: undefined }], 'without a list'],
  ])('%s is refused whole', (_what, abi, sentence) => {
    expect(fault(abi)).toContain(sentence)
  })

  it('is taken with six tuples and a thousand functions', () => {
    expect(fault([{ ...pay, inputs: [tuple(6)] }])).toBe('taken')
    expect(fault(Array.from({ length: 1_000 }, (_, at) => ({ ...pay, name: `f${at}` })))).toBe('taken')
  })
})

it('answers become what the decoder takes, failures nothing', () => {
  const [address, other] = [`0x${'aB'.repeat(20)}`, `0x${'cd'.repeat(20)}`] as const
  const answer = { address, source: 'sourcify', match: 'match', implementation: other } as const
  const functions = { '0x12345678': 'pay(address to)' }
  expect(
    fetchedAbis([
      { ...answer, functions, absent: [] },
      { address: other, failure: 'Sourcify did not answer.' },
    ]),
  ).toEqual({
    [address.toLowerCase()]: {
      origin: { source: 'sourcify', match: 'match', implementation: other },
      functions,
      absent: [],
    },
  })
})
