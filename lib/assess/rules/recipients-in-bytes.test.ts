import type { Address, Hex } from 'viem'
import { pad, stringToHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { burn } from '@/lib/assess/rules/burn'
import { flagged } from '@/lib/assess/rules/flagged'
import { intent } from '@/lib/assess/rules/intent'
import { recipient } from '@/lib/assess/rules/recipient'
import { runRules } from '@/lib/assess/run'
import type { Facts, Rule } from '@/lib/assess/types'
import { verdictOf } from '@/lib/assess/verdict'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import { dataOf, factsOfCall } from '@/tests/builders/judged-call'
import { ETH, SAFE, STRANGER, troubles, VENDOR } from '@/tests/builders/sample-facts'

const BRIDGE: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94245'
const UNITS = 1000n * 10n ** 18n
/** A public key of another kind of chain: no zeros before it. */
const SOLANA: Hex = '0x0b3f2f0c1d7a4e5b6c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d'
const word = (address: Hex): Hex => pad(address, { size: 32 })

/** A call of a function that two people registered at the bridge, with 1000 ETH, exactly as it was asked for. */
function bridged(method: string, args: readonly unknown[], functions: readonly string[] = [method]): Facts {
  const data = dataOf(method, args)
  const facts = factsOfCall(
    { to: BRIDGE, data, value: UNITS },
    {
      intent: {
        ...{ legs: [], purpose: 'To the other chain', reference: '' },
        call: { to: BRIDGE, data, gives: [{ asset: ETH, units: UNITS }] },
      },
    },
  )
  const call = decode(facts.staged, {
    ...{ chainId: 31337, safe: SAFE, safeVersion: '1.4.1', tokens: [] },
    contracts: [{ address: BRIDGE, name: 'Bridge', functions }],
  })
  return { ...facts, call }
}
const judged = (facts: Facts, ...rules: readonly Rule[]) => troubles(runRules(facts, rules))

const WRAP = 'wrapAndTransferETH(uint16 recipientChain, bytes32 recipient, uint256 arbiterFee, uint32 nonce)'
const wrapTo = (to: Hex) => bridged(WRAP, [1, to, 0n, 0])
const CCIP =
  'ccipSend(uint64 selector, (bytes receiver, bytes data, (address token, uint256 amount)[] amounts, address feeToken, bytes extraArgs) message)'
const ccipTo = (to: Hex) => bridged(CCIP, [5n, [to, '0x', [], ZERO_ADDRESS, '0x181dcf10']])
const LAYER_ZERO =
  'send((uint32 dstEid, bytes32 to, uint256 amountLD, uint256 minAmountLD, bytes extraOptions, bytes composeMsg, bytes oftCmd) sendParam)'
const layerZeroTo = (to: Hex) => bridged(LAYER_ZERO, [[30_101, to, 5n, 4n, '0x0003', '0x', '0x']])

describe.each<[string, (to: Address) => Facts]>([
  ['bytes32', (to) => wrapTo(word(to))],
  ['bytes32 in a tuple', (to) => layerZeroTo(word(to))],
  ['twenty bytes', ccipTo],
  ['bytes with zeros before it', (to) => ccipTo(word(to))],
  ['bytes32 without a name', (to) => bridged('bridge(bytes32,uint256)', [word(to), 5n])],
  ['bytes32 with another name', (to) => bridged('bridge(bytes32 goesOn)', [word(to)])],
  ['a list of bytes32', (to) => bridged('bridge(bytes32[] recipients)', [[word(SAFE), word(to)]])],
  ['bytes20', (to) => bridged('bridge(bytes20 who)', [to])],
  ['text', (to) => bridged('bridge(string destinationAddress)', [to])],
  ['a number', (to) => bridged('bridge(uint256 l2Recipient)', [BigInt(to)])],
])('a recipient as %s', (_name, to) => {
  it('is a recipient like any other', () => {
    expect(judged(to(STRANGER), intent)).toEqual(['INTENT_MISMATCH 1'])
    expect(judged(to(STRANGER), recipient)).toEqual(['RECIPIENT_NEW 1', 'RECIPIENT_NEW 1'])
    expect(judged({ ...to(STRANGER), flagged: [STRANGER] }, flagged)).toEqual(['RECIPIENT_FLAGGED 1'])
    expect(verdictOf(runRules(to(STRANGER), [intent]))).toBe('block')
    // A contact is paid by a payment, and by a call only where the request says so.
    expect(judged(to(VENDOR), intent)).toEqual(['INTENT_MISMATCH 1'])
  })

  it('is nobody else where it is the Safe', () => {
    expect(judged(to(SAFE), intent, burn)).toEqual([])
    expect(judged(to(SAFE), recipient)).toEqual(['RECIPIENT_NEW 1'])
  })
})

describe('a recipient whom nothing here can read', () => {
  const found = (facts: Facts) => judged(facts, recipient).filter((it) => it !== 'RECIPIENT_NEW 1')
  it.each<[string, Facts]>([
    ['bytes32', wrapTo(SOLANA)],
    ['bytes32 with an address at its front', wrapTo(pad(STRANGER, { size: 32, dir: 'right' }))],
    ['bytes32 in a tuple', layerZeroTo(SOLANA)],
    ['bytes', ccipTo(SOLANA)],
    ['bytes of any length', ccipTo('0x00112233')],
    ['bytes without a name', bridged('bridge(uint16,bytes32)', [1, SOLANA])],
    ['a list', bridged('bridge(bytes32[] recipients)', [[SOLANA]])],
    ['text', bridged('bridge(string destinationAddress)', ['cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh'])],
    ['a number', bridged('bridge(uint256 l2Recipient)', [BigInt(SOLANA)])],
  ])('as %s has to be taken on by name', (_name, facts) => {
    expect(found(facts)).toEqual(['RECIPIENT_UNREADABLE 1'])
    expect(verdictOf(runRules(facts, [recipient]))).toBe('warn')
  })

  it('is named whole', () => {
    const [finding] = runRules(wrapTo(SOLANA), [recipient]).filter(({ code }) => code === 'RECIPIENT_UNREADABLE')
    expect(finding).toMatchObject({ severity: 'high', evidence: [{ label: 'recipient', value: SOLANA }] })
  })

  it.each<[string, Facts]>([
    ['nobody', wrapTo(word('0x00'))],
    ['no bytes', ccipTo('0x')],
    ['bytes that name something else', bridged('claim(bytes32 id, bytes proof)', [SOLANA, stringToHex('proof')])],
    ['a list of what proves something', bridged('claim(uint256 amount, bytes32[] proof)', [5n, [SOLANA]])],
    ['a small number', bridged('take(uint256 from, uint256 to)', [1n, 10n ** 24n])],
    ['small numbers in bytes', bridged('take(bytes32 id)', [word('0x0123')])],
    ['which chain it is', bridged('send(bytes32 recipientChain)', [SOLANA])],
    ['text of another kind', bridged('note(string memo)', ['hello'])],
  ])('is not where there is none: %s', (_name, facts) => {
    expect(judged(facts, intent, burn)).toEqual([])
    expect(found(facts)).toEqual([])
  })
})

describe('an address without a key', () => {
  it('in bytes is one as well', () => {
    expect(judged(wrapTo(word('0xdead')), burn)).toEqual(['RECIPIENT_BURN 1'])
  })
})

describe('a function that the desk itself knows', () => {
  const known = (facts: Facts): Facts => ({ ...facts, call: { ...facts.call, provenance: 'verified' } })
  it('names a recipient where its names say so', () => {
    expect(judged(known(wrapTo(word(STRANGER))), intent)).toEqual(['INTENT_MISMATCH 1'])
    expect(judged(known(wrapTo(word(SAFE))), intent)).toEqual([])
    expect(judged(known(wrapTo(SOLANA)), recipient)).toContain('RECIPIENT_UNREADABLE 1')
  })

  it('names none in bytes that are for something else', () => {
    const other = [bridged('bridge(bytes32 goesOn)', [word(STRANGER)]), bridged('bridge(bytes32)', [SOLANA])].map(known)
    for (const facts of other) expect(judged(facts, intent, recipient)).toEqual(['RECIPIENT_NEW 1'])
  })
})
