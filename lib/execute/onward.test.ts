import { describe, expect, it } from 'vitest'
import {
  isAhead,
  largestFirst,
  MOST_BEHIND,
  MOST_BLOCKS,
  nextStretch,
  type OnwardTransfer,
  reachedListed,
  unseenSentence,
} from './onward'

const LISTED = '0x47666Fab8bd0Ac7003bce3f5C3585383F09486E2'
const OTHER = '0x88a1493366D48225fc3cEFbdae9eBb23E323Ade3'
const sent = (other: OnwardTransfer['other'], units = 1n): OnwardTransfer => ({
  ...{ from: OTHER, other, asset: 'native', units, txHash: `0x${'1'.repeat(64)}`, logIndex: null, block: 1n },
})

describe('the next stretch', () => {
  it('begins at the newest final block, and goes on after the last one looked at', () => {
    expect(nextStretch(null, 1_000n, 64)).toEqual({ from: 936n, to: 936n, skipped: null })
    expect(nextStretch(900n, 1_000n, 64)).toEqual({ from: 901n, to: 936n, skipped: null })
  })

  it('is none before a block is final, or when nothing is new', () => {
    expect(nextStretch(null, 10n, 64)).toBeNull()
    expect(nextStretch(936n, 1_000n, 64)).toBeNull()
    // A node that went back says nothing new either.
    expect(nextStretch(936n, 900n, 64)).toBeNull()
  })

  it('is not waited for where the last one is ahead by more than the depth', () => {
    expect(isAhead(1_000n, 1_000n, 64)).toBe(false)
    expect(isAhead(1_001n, 1_000n, 64)).toBe(true)
    expect(isAhead(936n, 1_000n, 64)).toBe(false)
    expect(isAhead(null, 1_000n, 64)).toBe(false)
  })

  it('is bounded, and leaves the rest for the next look', () => {
    const stretch = nextStretch(0n, 5_000n, 0)
    expect(stretch).toEqual({ from: 1n, to: MOST_BLOCKS, skipped: null })
    expect(nextStretch(MOST_BLOCKS, 5_000n, 0)?.from).toBe(MOST_BLOCKS + 1n)
  })

  it('says what it gives up once it is too far behind', () => {
    const head = MOST_BEHIND + 500n
    expect(nextStretch(0n, head, 0)).toEqual({
      from: head - MOST_BLOCKS + 1n,
      to: head,
      skipped: [1n, head - MOST_BLOCKS],
    })
    expect(nextStretch(500n, head, 0)?.skipped).toBeNull()
  })
})

describe('what reached a list', () => {
  it('is found in any letter case', () => {
    const listed = [LISTED.toLowerCase() as typeof LISTED]
    expect(reachedListed([sent(OTHER), sent(LISTED)], listed).map(({ other }) => other)).toEqual([LISTED])
  })

  it('is nothing where nobody is listed, or no value moved', () => {
    expect(reachedListed([sent(LISTED)], [])).toEqual([])
    expect(reachedListed([sent(LISTED, 0n)], [LISTED])).toEqual([])
  })
})

it('puts the largest of each asset first', () => {
  const coin = (units: bigint) => sent(LISTED, units)
  const token = (units: bigint) => ({ ...sent(LISTED, units), asset: OTHER }) as const
  const placed = largestFirst([coin(1n), coin(900n), token(3n), coin(50n), token(7n)])
  expect(placed).toEqual([coin(900n), token(7n), coin(50n), token(3n), coin(1n)])
  expect(largestFirst([])).toEqual([])
})

it('says what it could not see, and nothing where it saw everything', () => {
  expect(unseenSentence({ unseen: [], isStateGone: false, isCut: false })).toBeNull()
  expect(unseenSentence({ unseen: [OTHER], isStateGone: false, isCut: true })).toBe(
    `Only the newest 50 recipients are followed. The balance of ${OTHER} fell by no transaction of its own; where that went is not seen.`,
  )
  expect(unseenSentence({ unseen: [], isStateGone: true, isCut: false })).toContain('no longer has the state')
})
