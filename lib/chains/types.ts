import type { Address } from 'viem'

/** A chain is data, never behaviour. */
export type Chain = {
  readonly id: number
  readonly name: string
  /** EIP-3770 short name, accepted as a prefix of pasted addresses. */
  readonly shortName: string
  readonly native: { readonly symbol: string; readonly decimals: number }
  /** A block is final when it is this deep AND this old. */
  readonly finalityDepth: number
  readonly finalitySeconds: number
  /** A newest block older than this is a node that stands still; null where blocks come only when something is sent. */
  readonly maxHeadAgeSeconds: number | null
  /** Answers `isSanctioned(address)`: Chainalysis, docs of its sanctions oracle. */
  readonly sanctionsOracle?: Address
  /** An OP Stack chain: its receipts name a share of Ethereum’s fee that is paid on top of gas. */
  readonly hasL1Fee?: true
  /** Rules of its EVM, for who runs a transaction again: the newest fork that is live there (as known in November 2026). */
  readonly hardfork: 'Cancun' | 'Prague' | 'Osaka'
  /** Only the demo build may serve a chain marked local. */
  readonly isLocal: boolean
}
