import { expect, it } from 'vitest'
import type { NamedReading } from '@/lib/decode/types'
import { ASSESSMENT } from '@/tests/builders/reviewed'
import { abiSource, abiWords, shownArguments } from './call-words'

const argument = { name: 'to', type: 'address', value: '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331' }
const IMPLEMENTATION = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const named = (names: readonly NamedReading[], candidates: readonly string[] = []) => ({
  ...ASSESSMENT.call,
  ...({ provenance: 'selector-only', signature: '', arguments: [] } as const),
  names,
  candidates,
})
const listed: NamedReading = { signature: 'pay(address)', arguments: [argument], abi: null }

it('says that a name is by selector only, beside what else the selector could be', () => {
  const call = named([listed], ['transfer(address,uint256)'])
  expect(abiWords(call)).toBe('name by selector only: transfer(address,uint256), pay(address)')
  expect(abiSource(call)).toBe('selector-only')
})

it('says whose fetched ABI it is, and that nobody vouches for it', () => {
  const origin = { source: 'sourcify', match: 'exact_match', implementation: IMPLEMENTATION } as const
  const fetched = { ...listed, abi: origin }
  expect(abiWords(named([fetched]))).toBe(
    `ABI from Sourcify (exact match) for implementation ${IMPLEMENTATION}: not vouched for: pay(address)`,
  )
  const local = { ...listed, abi: { source: 'local-folder' }, isAbsent: true } as const
  expect(abiWords(named([local], ['transfer(address,uint256)']))).toBe(
    "ABI from this desk's folder: not vouched for, not found in its code: pay(address); name by selector only: transfer(address,uint256)",
  )
  expect(abiSource(named([fetched]))).toBe('selector-only')
})

it('shows what the likeliest name reads, and nothing by a function that is not in the code', () => {
  expect(shownArguments(named([listed]))).toEqual([argument])
  expect(shownArguments(named([{ ...listed, arguments: null }]))).toEqual([])
  expect(shownArguments(named([{ ...listed, isAbsent: true }]))).toEqual([])
  expect(shownArguments({ ...named([listed]), signature: 'pay(address)', arguments: [] })).toEqual([])
})
