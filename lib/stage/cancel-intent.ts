import { displayText } from '@/lib/core/display-text'
import type { Intent } from '@/lib/stage/types'

const MAX_REASON = 500

/**
 * What a cancel means: it pays nothing, for this reason, in place of this withdrawal. Server and browser compute the same,
 * since the initiator's passkey binds it.
 * @param replaces id of the withdrawal whose nonce it uses up, null where it only fills a gap
 */
export function cancelIntent({ reason, replaces }: { reason: string; replaces: string | null }): Intent {
  return { legs: [], purpose: displayText(reason.trim(), MAX_REASON), reference: replaces ?? '' }
}
