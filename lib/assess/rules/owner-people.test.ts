import { encodeFunctionData, parseAbi } from 'viem/utils'
import { expect, it } from 'vitest'
import { isGiven } from '@/lib/assess/needs'
import { ownerPeople } from '@/lib/assess/rules/owner-people'
import type { Facts } from '@/lib/assess/types'
import { OWNERS, SAFE, sampleFacts, STRANGER, troubles } from '@/tests/builders/sample-facts'

const abi = parseAbi([
  'function addOwnerWithThreshold(address owner, uint256 threshold)',
  'function changeThreshold(uint256 threshold)',
])
const members = OWNERS.map((owner, place) => ({ name: `Signer ${place}`, owners: [owner] }))
const threshold = (count: bigint) => encodeFunctionData({ abi, functionName: 'changeThreshold', args: [count] })
const add = encodeFunctionData({ abi, functionName: 'addOwnerWithThreshold', args: [STRANGER, 3n] })
const judged = (data: `0x${string}`, facts: Partial<Facts> = {}) =>
  troubles(ownerPeople.judge(sampleFacts({ legs: [], tx: { to: SAFE, data }, facts: { members, ...facts } })))

it('passes what leaves every key with another signer, and one to spare', () => {
  expect(judged(threshold(4n))).toEqual([])
  expect(judged('0x')).toEqual([])
})

it('names a threshold without a key to spare', () => expect(judged(threshold(5n))).toEqual(['THRESHOLD_ALL']))

it('names owners who are nobody here, and a person with several keys', () => {
  expect(judged(add)).toEqual(['OWNER_NO_MEMBER'])
  const [first, ...others] = members
  const twice = [{ name: 'Signer 0', owners: [...(first?.owners ?? []), STRANGER] }, ...others]
  expect(judged(add, { members: twice })).toEqual(['OWNER_SAME_PERSON'])
})

it('does not know where the Safe was not read, and says nothing where nobody names the people', () => {
  expect(judged(add, { safe: null })).toEqual(['OWNER_NO_MEMBER unknown'])
  expect(isGiven('members', sampleFacts())).toBe(false)
})
