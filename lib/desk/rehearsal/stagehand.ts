import type { Address } from 'viem'

/** Where a rehearsal plays, and with what. */
export type Stagehand = {
  readonly url: string
  readonly chainUrl: string
  readonly chainId: number
  readonly safeId: string
  readonly safeAddress: Address
  readonly usdc: Address
  readonly recipient: Address
  /** One line for a treasurer. */
  readonly say: (line: string) => void
}
