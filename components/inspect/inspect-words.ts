import type { Assessment } from '@/lib/assess/review'
import type { CheckedSignature } from '@/lib/assess/types'
import { findingSentence } from '../review/verdict-words'

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
  const critical = findings.filter(({ severity, outcome }) => severity === 'critical' && outcome !== 'pass')
  // What is there says more than what could not be looked at.
  const worst = critical.find(({ outcome }) => outcome === 'fail') ?? critical[0]
  if (verdict === 'block') return `Sign nothing of this. ${worst?.sentence ?? ''}`.trim()
  const passed = findings.filter(({ outcome }) => outcome === 'pass').length
  const said = findingSentence(findings) || `${passed} checks passed.`
  return verdict === 'warn' ? `Nobody signs this before somebody answers for it. ${said}` : said
}

/** What is said of one signature, worst first. */
export function signatureWords({ valid, fault }: Pick<CheckedSignature, 'valid' | 'fault'>): string {
  if (valid === true) return 'Good for this transaction'
  if (valid === false) return `Not good. ${fault}`
  return 'Only the chain could say'
}

const listed = (names: readonly string[]) => `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
