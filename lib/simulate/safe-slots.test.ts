import { describe, expect, it } from 'vitest'
import { keccak256, numberToHex, stringToHex } from 'viem/utils'
import {
  approvedHashSlot,
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  labelSlots,
  MODULE_GUARD_SLOT,
} from '@/lib/simulate/safe-slots'
import type { Hash } from 'viem'

const OWNER = '0x1111111111111111111111111111111111111111'
const STRANGER = '0x3333333333333333333333333333333333333333'
const slot = (index: number): Hash => numberToHex(index, { size: 32 })
const NONE = { owners: [], addresses: [], words: [] }

describe('names of a Safe’s storage slots', () => {
  it('are fixed for slots 0 to 8', () => {
    const slots = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(slot)
    expect([...labelSlots(slots, NONE).values()]).toEqual([
      'singleton',
      'modules',
      'owners',
      'ownerCount',
      'threshold',
      'nonce',
      'domainSeparator',
      'signedMessages',
      'approvedHashes',
    ])
  })

  it.each([
    ['guard_manager.guard.address', GUARD_SLOT, 'guard'],
    ['fallback_manager.handler.address', FALLBACK_HANDLER_SLOT, 'fallbackHandler'],
    ['module_manager.module_guard.address', MODULE_GUARD_SLOT, 'moduleGuard'],
  ])('are found at keccak256("%s")', (text, constant, label) => {
    expect(keccak256(stringToHex(text))).toBe(constant)
    expect(labelSlots([constant], NONE).get(constant)).toBe(label)
  })

  it('name mapping entries by the candidate that explains them', () => {
    const hash = keccak256('0x01')
    const entry = approvedHashSlot(OWNER, hash)
    const candidates = { owners: [OWNER], addresses: [STRANGER], words: [hash] } as const
    expect(labelSlots([entry], candidates).get(entry)).toBe(`approvedHashes[${OWNER}][${hash}]`)
  })

  it('are unknown when no candidate explains them', () => {
    const entry = approvedHashSlot(STRANGER, keccak256('0x02'))
    expect(labelSlots([entry, slot(4)], { owners: [OWNER], addresses: [], words: [] })).toEqual(
      new Map([
        [entry, 'unknown'],
        [slot(4), 'threshold'],
      ]),
    )
  })
})
