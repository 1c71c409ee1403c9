import { encodeFunctionData, erc20Abi } from 'viem'
import { describe, expect, it } from 'vitest'
import { readPayments } from '@/lib/stage/read-payments'
import { ALICE, DOLLAR, linesOf, LIST_CONTEXT, MERIDIAN } from '@/tests/builders/payment-lists'

const input = (name: string, type: string) => ({ internalType: type, name, type })
const method = (name: string, inputs = [input('to', 'address'), input('value', 'uint256')]) => ({
  data: null,
  contractMethod: { inputs, name, payable: false },
  contractInputsValues: { to: ALICE, value: '250000000' },
})
const coin = { to: ALICE, value: '500000000000000000', data: '0x' }
const named = { to: DOLLAR.address, value: '0', ...method('transfer') }
const args = [MERIDIAN, 1_000_001n] as const
const bytes = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args })
const raw = { to: DOLLAR.address, value: '0', data: bytes as string | null }
const batch = (transactions: readonly unknown[], change = {}) =>
  JSON.stringify({
    version: '1.0',
    chainId: '31337',
    createdAt: 1_740_000_000_000,
    meta: { name: 'Payroll', txBuilderVersion: '1.17.1', createdFromSafeAddress: LIST_CONTEXT.safe.address },
    transactions,
    ...change,
  })
const lines = (transactions: readonly unknown[], change = {}) =>
  linesOf(readPayments(batch(transactions, change), LIST_CONTEXT))

describe('payments from a Transaction Builder batch', () => {
  it('reads the coin, a transfer by its method and a transfer by its bytes', () => {
    expect(lines([coin, named, raw, { to: ALICE, value: '1' }])).toEqual([
      `ETH 500000000000000000 ${ALICE}`,
      `USDC 250000000 ${ALICE}`,
      `USDC 1000001 ${MERIDIAN}`,
      `ETH 1 ${ALICE}`,
    ])
    const unsure = {
      ...raw,
      contractMethod: named.contractMethod,
      contractInputsValues: { to: MERIDIAN, value: '1000001' },
    }
    expect(lines([unsure, { ...raw, to: DOLLAR.address.toLowerCase() }])).toHaveLength(2)
  })

  it.each<[string, object]>([
    ['calls approve; only plain transfers are taken here.', { ...named, ...method('approve') }],
    ['calls transferFrom;', { ...named, ...method('transferFrom') }],
    [
      'calls transfer(address,uint128);',
      { ...named, ...method('transfer', [input('to', 'address'), input('value', 'uint128')]) },
    ],
    ['calls transfer and does not say to whom and how much;', { ...named, contractInputsValues: { to: ALICE } }],
    [
      'calls transfer and does not say',
      { ...named, ...method('transfer', [input('to', 'address'), input('to', 'uint256')]) },
    ],
    [
      'transfers 1.5, which is no whole number of base units;',
      { ...named, contractInputsValues: { to: ALICE, value: '1.5' } },
    ],
    ['calls 0x095ea7b3;', { ...raw, data: bytes.replace('a9059cbb', '095ea7b3') }],
    ['calls 0xa9;', { ...raw, data: '0xa9' }],
    ['has data that is no hex;', { ...raw, data: '0xa9059cbbz' }],
    ['calls transfer with 69 bytes instead of 68;', { ...raw, data: `${bytes}00` }],
    ['calls transfer with 67 bytes instead of 68;', { ...raw, data: bytes.slice(0, -2) }],
    ['calls transfer with bytes before the address', { ...raw, data: bytes.replace('cbb00', 'cbb01') }],
    ['sends ETH along with a transfer;', { ...raw, value: '1' }],
    ['says one thing in its data and another in its method;', { ...named, data: bytes }],
    ['has the value 0x1, which is no whole number', { ...coin, value: '0x1' }],
    ['has the value -1, which is no whole number', { ...coin, value: '-1' }],
    ['has a field value that is not as the Transaction Builder writes it;', { ...coin, value: 5 }],
    ['has a field operation, which is not read here;', { ...coin, operation: 1 }],
    ['calls 0xdeadbeef;', { ...coin, data: '0xdeadbeef' }],
  ])('refuses a transaction that %s', (sentence, transaction) => {
    expect(lines([coin, coin, transaction])).toEqual([expect.stringContaining(`Transaction 3 ${sentence}`)])
  })

  it.each<[string, object]>([
    ['asset: This token is not registered on Local chain.', { ...raw, to: MERIDIAN }],
    ['recipient: Checksum does not match', { ...coin, to: `${ALICE.slice(0, -1)}5` }],
    ['recipient: The prefix says eth;', { ...coin, to: `eth:${ALICE}` }],
    ['recipient: This is the zero address.', { ...coin, to: `0x${'0'.repeat(40)}` }],
    ['recipient: An address is 0x', { ...named, contractInputsValues: { to: 'Meridian Custody', value: '1' } }],
    ['amount: The amount is zero.', { ...coin, value: '0' }],
    ['amount: The amount is larger than any token can hold.', { ...coin, value: String(1n << 256n) }],
  ])('says of the payment: %s', (sentence, transaction) => {
    expect(lines([coin, transaction])).toEqual([expect.stringContaining(`Transaction 2, ${sentence}`)])
  })

  it.each<[string, string]>([
    ['This begins as JSON and is not whole.', '{"version":"1.0"'],
    ['This is JSON and no batch of the Transaction Builder.', '[]'],
    ['This is JSON and no batch of the Transaction Builder.', '{"transactions":{}}'],
    ['This batch has the format 2.0; only 1.0 is read.', batch([coin], { version: '2.0' })],
    [
      'This batch is for chain 1; Treasury Safe is on Local chain, which is chain 31337.',
      batch([coin], { chainId: '1' }),
    ],
    ['This batch holds no transaction.', batch([])],
    ['Transaction 1 is not a transaction;', batch([null])],
    ['This list has 401 payments;', batch(Array.from({ length: 401 }, () => coin))],
  ])('refuses as a whole: %s', (sentence, text) => {
    expect(linesOf(readPayments(text, LIST_CONTEXT))).toEqual([expect.stringContaining(sentence)])
  })

  it('takes 400, warns of repeated ones and of a batch that another Safe was to pay', () => {
    const many = Array.from({ length: 400 }, (_, at) => ({ ...coin, value: String(at + 1) }))
    expect(lines(many)).toHaveLength(400)
    const other = batch([coin, named, coin], { meta: { createdFromSafeAddress: MERIDIAN } })
    expect(readPayments(other, LIST_CONTEXT)).toMatchObject({
      ok: true,
      warnings: [
        `This batch was made for another Safe, ${MERIDIAN}. It would be paid by Treasury Safe.`,
        `Transactions 1 and 3 each pay 0.50 ETH to ${ALICE}. Keep them only if each is meant.`,
      ],
    })
  })

  it('does not take a value from the prototype of its inputs', () => {
    const strange = { ...named, ...method('transfer', [input('constructor', 'address'), input('value', 'uint256')]) }
    expect(lines([strange])).toEqual([expect.stringContaining('does not say to whom')])
  })
})
