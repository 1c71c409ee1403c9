import type { SafeRef } from '@/lib/stage/types'

/** What a page asks an on-chain cancel for, and what its passkey is bound to. */
export type CancelOrder = {
  readonly safe: SafeRef
  readonly safeId: string
  readonly safeName: string
  readonly nonce: bigint
  /** The withdrawal whose signatures it kills, null where it fills a gap. */
  readonly replaces: string | null
  /** Owners who must sign it. */
  readonly threshold: number | null
  readonly policyVersion: number
  readonly installation: string
  readonly memberId: string
  readonly isDemo: boolean
}
