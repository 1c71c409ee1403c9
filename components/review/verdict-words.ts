import type { Finding, Severity } from '@/lib/assess/types'
import type { Requirement } from '@/lib/policy/types'
import type { ClauseFacts } from './clause-facts'
import { countClauses } from './read-clauses'

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** "Three", "12": words up to nine, figures above. */
export const countWord = (count: number) => NUMBERS[count] ?? String(count)

/** "One clause differs from the request." or "Effects equal the intent in all 9 clauses." */
export function clauseSentence(clauses: readonly ClauseFacts[]): string {
  const { all, different, unanswered } = countClauses(clauses)
  const unknown = unanswered === 0 ? '' : ` ${countWord(unanswered)} ${unanswered === 1 ? 'is' : 'are'} unanswered.`
  if (different > 0)
    return `${countWord(different)} of ${all} clauses ${different === 1 ? 'differs' : 'differ'} from the request.${unknown}`
  if (unanswered > 0) return `${countWord(unanswered)} of ${all} clauses ${unanswered === 1 ? 'is' : 'are'} unanswered.`
  return `Effects equal the intent in all ${all} clauses.`
}

/**
 * The critical finding that is said first: what is there before what could not be looked at, and last of all that it
 * reverts now. Another block may let it run, and "moves nothing" would be read as no harm.
 */
export function leadFinding(findings: readonly Finding[]): Finding | undefined {
  const critical = findings.filter(({ severity, outcome }) => severity === 'critical' && outcome !== 'pass')
  const found = critical.filter(({ outcome }) => outcome === 'fail')
  return found.find(({ code }) => code !== 'SIMULATION_REVERTED') ?? found[0] ?? critical[0]
}

/** "52 checks found nothing." Also those that had nothing to compare with. */
export const foundNothing = (findings: readonly Finding[]): string => {
  const passed = findings.filter(({ outcome }) => outcome === 'pass').length
  return `${passed} ${passed === 1 ? 'check' : 'checks'} found nothing`
}

/** "One high and two medium findings, one unanswered check." Empty when every rule passed. */
export function findingSentence(findings: readonly Finding[]): string {
  const levels: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']
  const counts = levels.flatMap((severity) => {
    const count = findings.filter((one) => one.outcome === 'fail' && one.severity === severity).length
    return count === 0 ? [] : [{ severity, count }]
  })
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const unanswered = findings.filter(({ outcome }) => outcome === 'unknown').length
  const parts = [
    total === 0
      ? ''
      : `${joined(counts.map(({ severity, count }) => `${countWord(count).toLowerCase()} ${severity}`))} ${counts.at(-1)?.count === 1 ? 'finding' : 'findings'}`,
    unanswered === 0
      ? ''
      : `${countWord(unanswered).toLowerCase()} unanswered ${unanswered === 1 ? 'check' : 'checks'}`,
  ].filter(Boolean)
  if (parts.length === 0) return ''
  const text = parts.join(' and ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} to read.`
}

/** What policy says beyond the findings, when it stops or holds. @param said what stands there already */
export function policySentence({ decision, reasons }: Requirement, said = ''): string {
  const more = reasons.filter((reason) => !said.includes(reason))
  if (decision === 'allow' || more.length === 0) return ''
  return `Policy ${decision === 'block' ? 'blocks' : 'holds'} it: ${more.join(' ')}`
}

const joined = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
