import 'server-only'
import type { AbiOrigin } from '@/lib/decode/types'

/** What one source says of one address: an ABI that was read, that it has none, or that it cannot be used. */
export type AbiFound =
  | {
      readonly kind: 'found'
      readonly origin: Pick<AbiOrigin, 'source' | 'match'>
      readonly functions: Readonly<Record<string, string>>
    }
  | { readonly kind: 'none' | 'failed'; readonly why: string }

/** An ABI longer than this is read from no source. */
export const ABI_LIMIT_BYTES = 1_000_000
