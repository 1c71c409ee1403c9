import index from '@/lib/decode/selector-index.json'
import type { SelectorNames } from '@/lib/decode/types'

/**
 * Selector → signatures, from published ABIs (`selector-index.md`). Only what decodes on a server, on the command line or in
 * verify.html may import it: a page gets the few names that it shows.
 */
export const SELECTOR_NAMES: SelectorNames = index
