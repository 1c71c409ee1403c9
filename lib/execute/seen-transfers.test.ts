import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { MOST_SEEN, MOST_UNREGISTERED, type SeenBeside, seenIn, type TokenTransfer } from '@/lib/execute/seen-transfers'

const [VENDOR, TWIN, STRANGER, TOKEN, FAKE, PAID] = [
  '0xc090682F12C01cF17056DFc90575fc9D4cc94244',
  '0xc090AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4244',
  '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331',
  '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  `0x${'fa'.repeat(20)}`,
  '0x4aE06B35BBBBBBBBBBBBBBBBBBBBBBBBBBBB3331',
] as const satisfies readonly Address[]
const BESIDE: SeenBeside = { vouched: [VENDOR], paid: [], tokens: [TOKEN], listed: [] }
const transfer = (change: Partial<TokenTransfer> = {}): TokenTransfer => ({
  ...{ token: TOKEN, other: TWIN, units: 5n, txHash: `0x${'11'.repeat(32)}`, logIndex: 0, block: 9n },
  ...change,
})
const NONE = { received: [], forged: [], unregistered: [] }
const came = (change: Partial<TokenTransfer>, beside: Partial<SeenBeside> = {}) =>
  seenIn({ ...NONE, received: [transfer(change)] }, { ...BESIDE, ...beside }).map(({ kind, resembles }) => [
    kind,
    resembles,
  ])
const forged = (change: Partial<TokenTransfer>) =>
  seenIn({ ...NONE, forged: [transfer(change)] }, BESIDE).map(({ kind, resembles }) => [kind, resembles])

describe('what comes in', () => {
  it.each<[string, Partial<TokenTransfer>, Partial<SeenBeside>, unknown[]]>([
    ['a look-alike of a contact, whatever it sends', {}, {}, [['bait', VENDOR]]],
    ['the same in a token that nobody registered', { token: FAKE }, {}, [['bait', VENDOR]]],
    ['a look-alike of what was paid before', { other: STRANGER }, { paid: [PAID] }, [['bait', PAID]]],
    ['nothing from somebody unknown', { other: STRANGER, units: 0n }, {}, [['bait', null]]],
    ['money from a listed sender', { other: STRANGER }, { listed: [STRANGER] }, [['listed-sender', null]]],
    ['money from a listed contact', { other: VENDOR }, { listed: [VENDOR] }, [['listed-sender', null]]],
  ])('is %s', (_what, change, beside, expected) => expect(came(change, beside)).toEqual(expected))

  it.each<[string, Partial<TokenTransfer>, Partial<SeenBeside>]>([
    ['money from a contact', { other: VENDOR }, {}],
    ['nothing from a contact: its address is the right one to copy', { other: VENDOR, units: 0n }, {}],
    ['money from a customer whom nobody knows', { other: STRANGER }, {}],
    ['what a token mints', { other: `0x${'00'.repeat(20)}`, units: 0n }, {}],
    ['a made-up token in the name of a listed contact', { token: FAKE, other: VENDOR }, { listed: [VENDOR] }],
    ['nothing in the name of a listed contact', { units: 0n, other: VENDOR }, { listed: [VENDOR] }],
  ])('is nothing to keep: %s', (_what, change, beside) => expect(came(change, beside)).toEqual([]))
})

it('keeps what a token says that the Safe sent and it did not, unless to somebody who is vouched for', () => {
  expect(forged({ units: 0n })).toEqual([['forged', VENDOR]])
  expect(forged({ other: STRANGER })).toEqual([['forged', null]])
  expect(forged({ other: VENDOR })).toEqual([])
})

it('keeps no more than so many of one look, each once, and money from listed senders before bait', () => {
  const flood = Array.from({ length: 200 }, (_, logIndex) => transfer({ logIndex }))
  const money = transfer({ other: STRANGER, logIndex: 999 })
  const seen = seenIn(
    { ...NONE, received: [...flood, ...flood, money], forged: flood },
    { ...BESIDE, listed: [STRANGER] },
  )
  expect(seen).toHaveLength(MOST_SEEN)
  expect(seen[0]).toMatchObject({ kind: 'listed-sender', other: STRANGER })
  expect(seenIn({ ...NONE, received: [money, money] }, { ...BESIDE, listed: [STRANGER] })).toHaveLength(1)
})

it('keeps what may have left of tokens that nobody registered, whoever got it, and neither it nor bait crowds the other out', () => {
  const unregistered = Array.from({ length: 200 }, (_, logIndex) => transfer({ token: FAKE, other: VENDOR, logIndex }))
  const bait = Array.from({ length: 200 }, (_, logIndex) => transfer({ logIndex: 500 + logIndex }))
  const seen = seenIn({ ...NONE, received: bait, unregistered }, BESIDE)
  const count = (kind: string) => seen.filter((one) => one.kind === kind).length
  expect([count('unregistered'), count('bait')]).toEqual([MOST_UNREGISTERED, MOST_SEEN - MOST_UNREGISTERED])
})
