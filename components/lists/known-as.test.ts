import type { Address } from 'viem'
import { expect, it } from 'vitest'
import type { ContractLine } from '@/db/queries/contracts'
import type { BookContact, ServedSafe } from '@/db/queries/safes'
import { CONTACT, PAYEE, SAFE } from '@/tests/builders/reviewed'
import { knownAs } from './known-as'
import { readAskedAddress } from './read-asked-address'

const TOKEN: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const VAULT: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const safe: ServedSafe = { id: 's', chainId: 1, address: SAFE, name: 'Treasury', version: '1.4.1', isEnforced: false }
const contact: BookContact = { ...CONTACT, chainId: 10, class: 'counterparty', hasEnded: false }
const member = { id: 'ruth', name: 'Ruth', roles: [], isActive: false, version: 1, isDemo: false, passkeys: [] }
const vault: ContractLine = {
  ...{ chainId: 1, address: VAULT, version: 1, name: 'Vault', functions: ['deposit(uint256 assets)'] },
  ...{ codeHash: '0x01', implementation: null, createdAt: new Date(0) },
}
const known = {
  contacts: [contact, { ...contact, chainId: 1, isActive: false, hasEnded: true }],
  safes: [safe],
  assets: [{ chainId: 1, address: TOKEN, symbol: 'USDC', decimals: 6 }],
  contracts: [vault, { ...vault, chainId: 10, functions: [] }],
  members: [{ ...member, wallets: [{ address: PAYEE, provenAt: new Date(0) }] } as const],
}

it('says everything that the desk calls an address, in any letter case', () => {
  expect(knownAs(PAYEE.toLowerCase() as typeof PAYEE, known)).toEqual([
    'The contact Meridian on OP Mainnet, active.',
    'The contact Meridian on Ethereum, ended.',
    'A wallet of Ruth, who is switched off.',
  ])
  expect(knownAs(SAFE, known)).toEqual(['The Safe Treasury of this desk on Ethereum.'])
  expect(knownAs(TOKEN, known)).toEqual(['The registered token USDC on Ethereum.'])
  expect(knownAs(VAULT, known)).toEqual([
    'The contract Vault on Ethereum, vouched for.',
    'The contract Vault on OP Mainnet, vouched for no more.',
  ])
  expect(knownAs('0x000000000000000000000000000000000000dEaD', known)).toEqual([])
})

it('reads an address with any prefix, and says what is wrong with one', () => {
  expect(readAskedAddress({ address: ` oeth:${PAYEE} ` })).toMatchObject({ address: PAYEE, problem: null })
  expect(readAskedAddress({})).toEqual({ typed: '', address: null, problem: null })
  expect(readAskedAddress({ address: '0x12' })).toMatchObject({ typed: '0x12', address: null })
  expect(readAskedAddress({ address: '0x12' }).problem).not.toBeNull()
})
