import type { Address } from 'viem'
import { encodeFunctionData, getAddress, keccak256, numberToHex, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { whyKeyless } from '@/lib/assess/keyless'
import { burn } from '@/lib/assess/rules/burn'
import { runRules } from '@/lib/assess/run'
import { verdictOf } from '@/lib/assess/verdict'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { deploymentsOf } from '@/lib/stage/deployments'
import { payEth, payUsdc, SAFE, sampleFacts, STRANGER, troubles, USDC } from '@/tests/builders/sample-facts'

const DEAD: Address = '0x000000000000000000000000000000000000dEaD'
const written = (digits: string): Address => getAddress(`0x${digits}`)

describe('an address that was written', () => {
  it.each([
    ['the first precompiled contract', '1'.padStart(40, '0')],
    ['the last place kept for them', 'ff'.padStart(40, '0')],
    ['zeros and dead', 'dead'.padStart(40, '0')],
    ['zeros and a longer word', 'deadbeef'.padStart(40, '0')],
    ['dead and zeros', 'dead'.padEnd(40, '0')],
    ['the one that memes burn to', 'dead000000000000000042069420694206942069'],
    ['one digit', '1'.repeat(40)],
    ['the sign that stands for ether', 'e'.repeat(40)],
    ['all ones', 'f'.repeat(40)],
    ['ten digits four times', '1234567890'.repeat(4)],
    ['all digits in a row, cut off', '0123456789abcdef'.repeat(3).slice(0, 40)],
    ['a word over and over', 'dead'.repeat(10)],
    ['words in front', 'deadbeefcafebabe5d8bafd0edac6f37da032111'],
    ['words behind', '5d8bafd0edac6f37da032111feedfacedeadbeef'],
  ])('is %s', (_what, digits) => expect(whyKeyless(written(digits))).toMatch(/^It .|^\d+ of its/))

  it('is none that somebody searched or that a factory gave', () => {
    const known: readonly Address[] = [
      // Seaport and Permit2: the most zeros in front that anybody cares to search.
      '0x00000000000000ADc04C56Bf30aC9d3c0aAF14dC',
      '0x000000000022D473030F116dDEE9F6B43aC78BA3',
      '0x1111111254EEB25477B68fb85Ed929f73A960582',
      '0xdeadbeef00000000219ab540356cBB839Cbe0530',
      ...deploymentsOf(1).map(({ address }) => address),
    ]
    for (const address of known) expect(whyKeyless(address), address).toBeNull()
  })

  it('is none of those that keys have', () => {
    for (let at = 0; at < 20_000; at += 1) {
      const address: Address = `0x${keccak256(numberToHex(at)).slice(-40)}`
      expect(whyKeyless(address)).toBeNull()
    }
  })
})

describe('a destination without a key', () => {
  it.each([
    ['coin', [payEth(5n, DEAD)]],
    ['tokens', [payUsdc(5n, DEAD)]],
  ])('has to be acknowledged where it gets %s', (_what, legs) => {
    const facts = sampleFacts({ legs })
    const [found] = burn.judge(facts)
    expect(found).toMatchObject({ code: 'RECIPIENT_BURN', outcome: 'fail', severity: 'high', path: '1' })
    expect(found?.sentence).toContain(DEAD)
    expect(verdictOf(runRules(facts))).toBe('warn')
  })

  it('is told and no more where two people put it into the book', () => {
    const contact = { entryId: 'b', version: 1, address: DEAD, name: 'Burn', isActive: true, coolingUntil: null }
    const known = sampleFacts({ legs: [payUsdc(5n, DEAD)], facts: { contacts: [contact] } })
    expect(burn.judge(known)).toMatchObject([{ code: 'RECIPIENT_BURN_KNOWN', severity: 'info' }])
    expect(verdictOf(runRules(known))).toBe('ok')
    const cooling = sampleFacts({ legs: [payUsdc(5n, DEAD)], facts: { contacts: [{ ...contact, isActive: false }] } })
    expect(troubles(burn.judge(cooling))).toEqual(['RECIPIENT_BURN 1'])
  })

  it('is found as a new owner', () => {
    const abi = parseAbi(['function addOwnerWithThreshold(address owner, uint256 threshold)'])
    const data = (owner: Address) =>
      encodeFunctionData({ abi, functionName: 'addOwnerWithThreshold', args: [owner, 3n] })
    const add = (owner: Address) => sampleFacts({ legs: [], tx: { to: SAFE, data: data(owner) } })
    expect(troubles(burn.judge(add(DEAD)))).toEqual(['RECIPIENT_BURN 1'])
    expect(troubles(burn.judge(add(STRANGER)))).toEqual([])
  })

  it('is neither a contract that is called with coin, nor the zero address, which is judged by itself', () => {
    const arbSys = written('64'.padStart(40, '0'))
    expect(troubles(burn.judge(sampleFacts({ legs: [], tx: { to: arbSys, value: 5n, data: '0x25e16063' } })))).toEqual(
      [],
    )
    expect(troubles(burn.judge(sampleFacts({ legs: [payEth(5n, ZERO_ADDRESS)] })))).toEqual([])
    expect(troubles(burn.judge(sampleFacts({ legs: [payUsdc(5n, USDC.address)] })))).toEqual([])
    expect(burn.judge(sampleFacts())).toMatchObject([{ code: 'RECIPIENT_BURN', outcome: 'pass' }])
  })
})
