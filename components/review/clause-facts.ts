import type { Address } from 'viem'
import type { Asset } from '@/lib/stage/types'
import type { ClauseMark } from '../ui/parallel-table'

/** One side of a clause. `note` is said below the value; a side without value says it instead. */
export type ClauseSide =
  | { readonly kind: 'words'; readonly words: string; readonly isAlert?: boolean }
  | { readonly kind: 'amount'; readonly asset: Asset; readonly units: bigint; readonly note?: string }
  | { readonly kind: 'address'; readonly address: Address; readonly note?: string }

/** A numbered clause before it is drawn: what was asked beside what will happen, and whether they agree. */
export type ClauseFacts = {
  readonly no: string
  readonly name: string
  readonly asked: ClauseSide
  readonly effect: ClauseSide
  readonly mark: ClauseMark
  /** Place in the call tree that this clause is about. */
  readonly path?: string
}

export type UnnumberedClause = Omit<ClauseFacts, 'no'>

export const words = (text: string, isAlert = false): ClauseSide =>
  isAlert ? { kind: 'words', words: text, isAlert } : { kind: 'words', words: text }
