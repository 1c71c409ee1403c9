import type { Assessment } from '@/lib/assess/review'
import type { CheckedSignature } from '@/lib/assess/types'
import { countWord, findingSentence, foundNothing, leadFinding } from '../review/verdict-words'

/** "Ana’s key signed this outside the desk." Empty where nobody did. @param names of owners, or their addresses */
export function outsideWords(names: readonly string[]): string {
  const [only] = names
  if (only === undefined) return ''
  return names.length === 1
    ? `${only}’s key signed this outside the desk.`
    : `The keys of ${listed(names)} signed this outside the desk.`
}

/** What the rules say of it, in one sentence. Never comforts: without an intent nobody knows what it should do. */
export function inspectVerdict({ verdict, findings }: Pick<Assessment, 'verdict' | 'findings'>): string {
  const worst = leadFinding(findings)
  if (verdict === 'block') {
    const others = findings.filter(
      (one) => one !== worst && one.severity === 'critical' && one.outcome === 'fail',
    ).length
    const more =
      others === 0
        ? ''
        : ` ${countWord(others)} other critical ${others === 1 ? 'finding stands' : 'findings stand'} below.`
    return `Sign nothing of this. ${worst?.sentence ?? ''}${more}`.trim()
  }
  const said = findingSentence(findings) || `${foundNothing(findings)}.`
  return verdict === 'warn' ? `Nobody signs this before somebody answers for it. ${said}` : said
}

/** Whether its nonce is gone, so that it can never run. */
export const isUsedUp = ({ queue, staged }: Pick<Assessment, 'queue' | 'staged'>): boolean =>
  (queue.onchainNonce ?? 0n) > staged.tx.nonce

/** What is said of one signature, worst first. */
export function signatureWords({ valid, fault }: Pick<CheckedSignature, 'valid' | 'fault'>): string {
  if (valid === true) return 'Good for this transaction'
  if (valid === false) return `Not good. ${fault}`
  return 'Only the chain could say'
}

const listed = (names: readonly string[]) => `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
