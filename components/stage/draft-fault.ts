import { intentRecord } from '@/lib/approve/evidence-intent'
import type { Assessment } from '@/lib/assess/review'
import { findChain } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import { canonicalize } from '@/lib/core/canonical'
import { parseRequest } from '@/lib/stage/parse-request'
import type { SafeNow } from '../dashboard/safe-now'
import { type Draft, toInput } from './draft'

const MORE_THAN_ANY = (1n << 256n) - 1n

/**
 * Why the preview is not of what was typed, in a sentence; null when it is. Read in this browser from the text of the
 * form, so that the passkey binds the person's words and not the server's answer to them (SPEC §5).
 */
export function draftFault(
  draft: Draft,
  safe: SafeNow | null,
  { staged, intent }: Pick<Assessment, 'staged' | 'intent'>,
): string | null {
  const chain = findChain(safe?.chainId ?? 0)
  if (safe === null || chain === null) return 'This desk does not serve the Safe you chose. Choose it again.'
  const isSafe =
    staged.safe.chainId === safe.chainId &&
    staged.safe.version === safe.version &&
    isSameAddress(staged.safe.address, safe.address)
  if (!isSafe) return `The preview pays from another Safe than ${safe.name}. Stage nothing and tell compliance.`
  // Whether the Safe holds enough was judged for the preview; here only the meaning of the words counts.
  const balances = new Map(safe.assets.map(({ address }) => [address, MORE_THAN_ANY]))
  const control = safe.now?.state ?? null
  const parsed = parseRequest(toInput(draft), { chain, assets: safe.assets, balances, safe, control })
  if (!parsed.ok) return parsed.problems[0]?.message ?? 'The form is not complete.'
  return canonicalize(intentRecord(parsed.intent)) === canonicalize(intentRecord(intent))
    ? null
    : 'The preview does something else than you typed. Stage nothing and tell compliance.'
}
