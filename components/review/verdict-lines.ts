import type { Assessment } from '@/lib/assess/review'
import type { Requirement } from '@/lib/policy/types'
import type { VerdictName } from '../ui/verdict'
import type { ClauseFacts } from './clause-facts'
import { countClauses } from './read-clauses'
import { clauseSentence, findingSentence, foundNothing, leadFinding, policySentence } from './verdict-words'

export type VerdictLines = {
  readonly shown: VerdictName
  readonly isStopped: boolean
  /** What is said first. */
  readonly lead: string
  /** Findings to read, or how many checks found nothing. */
  readonly rest: string
  /** Policy's own reasons, where the lead has not said them. */
  readonly detail: string
}

/** The verdict of rules and policy together, in words. Never comforts: a blocked page does not open with what agrees. */
export function verdictLines(
  { verdict, findings }: Pick<Assessment, 'verdict' | 'findings'>,
  requirement: Requirement,
  clauses: readonly ClauseFacts[],
): VerdictLines {
  const isStopped = verdict === 'block' || requirement.decision === 'block'
  const shown = isStopped ? 'block' : verdict === 'ok' && requirement.decision === 'hold' ? 'review' : verdict
  const stop = leadFinding(findings)?.sentence ?? requirement.reasons[0] ?? 'Policy blocks it.'
  const lead = isStopped && countClauses(clauses).different === 0 ? stop : clauseSentence(clauses)
  const policy = policySentence(requirement, lead)
  const toRead = findingSentence(findings)
  return {
    shown,
    isStopped,
    lead,
    rest: isStopped ? '' : toRead || `${foundNothing(findings)}.`,
    detail: [isStopped && toRead, policy].filter(Boolean).join(' '),
  }
}
