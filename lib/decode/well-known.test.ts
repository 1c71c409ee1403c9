import { getAddress } from 'viem/utils'
import { expect, it } from 'vitest'
import { WELL_KNOWN, wellKnown } from '@/lib/decode/well-known'

it('is spelled with its checksum, so that no digit of an address is a slip', () => {
  for (const [name, address] of WELL_KNOWN) expect([name, getAddress(address)]).toEqual([name, address])
})

it('counts on the chains alone where its authors put it', () => {
  expect(wellKnown(1, '0xca11bde05977b3631167028862be2a173976ca11')).toBe('Multicall3')
  expect(wellKnown(31337, '0xcA11bde05977b3631167028862bE2a173976CA11')).toBeNull()
  expect(wellKnown(10, '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2')).toBeNull()
})
