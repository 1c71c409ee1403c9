import { expect, it } from 'vitest'
import { contractChanges } from './contract-changes'

const before = { version: 1, name: 'Vault', functions: ['deposit(uint256 assets)', 'redeem(uint256 shares)'] }

it('says what came, what went and another name', () =>
  expect(
    contractChanges(before, {
      version: 2,
      name: 'Vault two',
      functions: ['deposit(uint256 assets)', 'mint(uint256 shares)'],
    }),
  ).toEqual([
    'It is called Vault two, no longer Vault.',
    'Vouched for now: mint(uint256 shares)',
    'No longer vouched for: redeem(uint256 shares)',
  ]))

it('says so where only the code was looked at again, and names a contract that was new', () => {
  expect(contractChanges(before, { ...before, version: 2 })).toEqual([
    'Name and functions are the same; the code that it runs was looked at again.',
  ])
  expect(contractChanges({ version: 0, name: '', functions: [] }, { ...before, functions: [] })).toEqual([
    'It is called Vault.',
  ])
})
