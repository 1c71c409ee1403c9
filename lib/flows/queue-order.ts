import 'server-only'
import type { Reviewed } from '@/lib/flows/gather-review'

/** The withdrawals of its Safe that the chain takes before this one, lowest nonce first. */
export function aheadOf({ assessment }: Reviewed): readonly { readonly id: string; readonly nonce: bigint }[] {
  const { staged, queue } = assessment
  return queue.others
    .filter(({ nonce }) => nonce < staged.tx.nonce && nonce >= (queue.onchainNonce ?? 0n))
    .sort((a, b) => (a.nonce < b.nonce ? -1 : 1))
    .map(({ id, nonce }) => ({ id, nonce }))
}

/**
 * Why it is not executed yet, in a sentence; '' when its nonce is the next one. A Safe takes its nonces in order: handing
 * signatures over earlier would only let them wait outside the desk.
 */
export function whyNotNext(reviewed: Reviewed): string {
  const own = reviewed.assessment.staged.tx.nonce
  const next = reviewed.assessment.queue.onchainNonce
  if (next === null) return 'The chain does not say which nonce is next.'
  if (next === own) return ''
  if (next > own) return `Nonce ${own} is used up on chain; the next one is ${next}.`
  const [first] = aheadOf(reviewed)
  return first?.nonce === next
    ? `Nonce ${own} waits for ${first.id}, which has nonce ${next}.`
    : `Nonce ${own} waits for nonce ${next}, which belongs to nothing.`
}
