import { expect, it } from 'vitest'
import { consistencyProof, merkleRoot } from '@/lib/audit/merkle'
import { type Digest, sha256Hex } from '@/lib/core/digest'
import { continuesLog, type LogPin } from './log-pin'

const leaves = Array.from({ length: 9 }, (_, place) => sha256Hex(`leaf ${place}`))
const at = (size: number, list: readonly Digest[] = leaves) => ({ size, root: merkleRoot(list.slice(0, size)) })

function pinned(first: { size: number; root: Digest } | null) {
  let kept = first
  const pin: LogPin = { read: () => kept, keep: (seen) => void (kept = seen) }
  return { pin, kept: () => kept }
}

it('trusts the first sight and keeps it', () => {
  const { pin, kept } = pinned(null)
  expect(continuesLog(pin, at(5), [])).toBe(true)
  expect(kept()).toEqual(at(5))
})

it('follows a log that grew, and one that stands', () => {
  const { pin, kept } = pinned(at(5))
  expect(continuesLog(pin, at(9), consistencyProof(leaves, 5))).toBe(true)
  expect(continuesLog(pin, at(9), [])).toBe(true)
  expect(kept()).toEqual(at(9))
})

it.each([
  ['cut back', at(3), []],
  ['emptied', at(0), []],
  ['rewritten at its size', { size: 5, root: sha256Hex('other') }, []],
  ['rewritten and longer', at(9, [sha256Hex('other'), ...leaves.slice(1)]), consistencyProof(leaves, 5)],
  ['longer without proof', at(9), []],
])('refuses a log that was %s and keeps what it saw', (_how, checkpoint, growth) => {
  const { pin, kept } = pinned(at(5))
  expect(continuesLog(pin, checkpoint, growth)).toBe(false)
  expect(kept()).toEqual(at(5))
})
