import { bytesToHex } from '@noble/hashes/utils.js'
import { mnemonicToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { DEMO_MEMBERS, DEMO_MNEMONIC, demoMember } from '@/lib/demo/members'

describe('demo members', () => {
  it('hold indices 1 to 10 of the public mnemonic', () => {
    DEMO_MEMBERS.forEach(({ address, privateKey }, place) => {
      const account = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: place + 1 })
      expect(address).toBe(account.address)
      expect(privateKey).toBe(`0x${bytesToHex(account.getHdKey().privateKey ?? new Uint8Array())}`)
    })
  })

  it('fill every role, a treasury of five owners and operations of three', () => {
    expect(new Set(DEMO_MEMBERS.flatMap(({ roles }) => roles))).toEqual(
      new Set(['initiator', 'signer', 'executor', 'compliance', 'admin']),
    )
    const owners = (safe: 'treasury' | 'operations') =>
      DEMO_MEMBERS.filter(({ owns }) => owns.includes(safe)).map(({ name }) => name)
    expect(owners('treasury')).toEqual(['Ruth', 'Tomas', 'Aiko', 'Bram', 'Lena'])
    expect(owners('operations')).toEqual(['Ruth', 'Tomas', 'Aiko'])
    expect(() => demoMember('mallory')).toThrow('no demo member mallory')
  })
})
