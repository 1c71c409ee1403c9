import type { Address, Hash } from 'viem'
import { resemblance } from '@/lib/assess/resemblance'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { AssetAddress } from '@/lib/stage/types'

/** What a token said of a transfer, from or to a Safe. Anybody may write a token that says anything. */
export type TokenTransfer = {
  readonly token: Address
  /** Who sent what came in, who was named as having got what went out. */
  readonly other: Address
  readonly units: bigint
  readonly txHash: Hash
  readonly logIndex: number
  readonly block: bigint
}

/** What came to a Safe: tokens, by their own word, or the chain's coin, by the Safe's. */
export type Receipt = Omit<TokenTransfer, 'token'> & { readonly token: AssetAddress }

/**
 * What a transfer was seen to be. The text is stored, so none is ever renamed.
 * - `listed-sender`: the chain's coin or a registered token came in from an address on a list
 * - `unregistered`: a token that nobody registered says that something left the Safe, and nothing shows that it did not
 * - `bait`: a transfer that came in to put an address before people's eyes
 * - `forged`: a token says that the Safe sent something, and it did not
 */
export const SEEN_KINDS = ['listed-sender', 'unregistered', 'bait', 'forged'] as const
export type SeenKind = (typeof SEEN_KINDS)[number]

export type SeenTransfer = Receipt & {
  readonly kind: SeenKind
  /** The address of ours that it looks like, null where it looks like none. */
  readonly resembles: Address | null
}

/** What is known here: whom two people vouched for, what may be imitated besides, registered tokens, listed senders. */
export type SeenBeside = {
  readonly vouched: readonly Address[]
  /** Paid before: nobody is trusted for that, and it is imitated all the same. */
  readonly paid: readonly Address[]
  readonly tokens: readonly Address[]
  readonly listed: readonly Address[]
}

/** Past this many of one look nothing is kept: whoever floods a Safe with bait fills no table. */
export const MOST_SEEN = 50
/** Nor more than this many of tokens that nobody registered: bait is not crowded out by them, nor they by bait. */
export const MOST_UNREGISTERED = 20

type Strange = {
  readonly received: readonly Receipt[]
  readonly forged: readonly TokenTransfer[]
  readonly unregistered: readonly TokenTransfer[]
}

/**
 * What is worth keeping of the transfers of one look: money from listed senders, and what was put there to be copied. A
 * transfer of nothing from somebody unknown can only be that, and so can anything from a look-alike.
 * @param strange what came, what tokens say left the Safe and did not, and what may have left it of tokens that nobody registered
 */
export function seenIn({ received, forged, unregistered }: Strange, beside: SeenBeside): readonly SeenTransfer[] {
  const came = received.flatMap((transfer): SeenTransfer[] => {
    const { other, units, token } = transfer
    const isMoney = units > 0n && (token === 'native' || isAmong(beside.tokens, token))
    if (isMoney && isAmong(beside.listed, other)) return [{ ...transfer, kind: 'listed-sender', resembles: null }]
    if (isSameAddress(other, ZERO_ADDRESS) || isAmong(beside.vouched, other)) return []
    const resembles = imitatedBy(other, beside)
    return resembles !== null || units === 0n ? [{ ...transfer, kind: 'bait', resembles }] : []
  })
  const went = forged.flatMap((transfer): SeenTransfer[] =>
    isAmong(beside.vouched, transfer.other) || isSameAddress(transfer.other, ZERO_ADDRESS)
      ? []
      : [{ ...transfer, kind: 'forged', resembles: imitatedBy(transfer.other, beside) }],
  )
  const left = unregistered.slice(0, MOST_UNREGISTERED).map((transfer): SeenTransfer => ({
    ...transfer,
    kind: 'unregistered',
    resembles: imitatedBy(transfer.other, beside),
  }))
  const all = new Map([...came, ...went, ...left].map((one) => [`${one.txHash} ${one.logIndex}`, one]))
  // Money from a listed sender is never crowded out by bait.
  return [...all.values()].sort((a, b) => SEEN_KINDS.indexOf(a.kind) - SEEN_KINDS.indexOf(b.kind)).slice(0, MOST_SEEN)
}

const isAmong = (addresses: readonly Address[], address: Address): boolean =>
  addresses.some((one) => isSameAddress(one, address))

function imitatedBy(address: Address, { vouched, paid, tokens }: SeenBeside): Address | null {
  return [...vouched, ...paid, ...tokens].find((known) => resemblance(address, known) !== null) ?? null
}
