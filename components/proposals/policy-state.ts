import type { AgreedChange } from '@/db/queries/agreed-changes'
import type { PolicyLine } from '@/db/queries/policies'
import { displayText } from '@/lib/core/display-text'
import { nearTime } from '../review/times'

type State = Pick<PolicyLine, 'state' | 'activeFrom' | 'countedFrom' | 'countedUntil' | 'veto'>

/** Whether a version counts, from when until when, or what came of it instead. */
export function stateWords({ state, activeFrom, countedFrom, countedUntil, veto }: State, now: Date): string {
  if (state === 'active') return `counts since ${nearTime(countedFrom ?? activeFrom, now)}`
  if (state === 'vetoed' && veto !== null)
    return `vetoed by ${displayText(veto.memberName, 80)}: “${displayText(veto.reason, 200)}”`
  if (state === 'cooling')
    return activeFrom > now ? `cools until ${nearTime(activeFrom, now)}` : 'counts within a minute, its cooling is over'
  if (countedFrom === null) return 'never counted: a later version took its place while it cooled'
  return countedUntil === null
    ? `counted from ${nearTime(countedFrom, now)}`
    : `counted from ${nearTime(countedFrom, now)} until ${nearTime(countedUntil, now)}`
}

type Who = Pick<AgreedChange, 'proposalId' | 'authorName' | 'deciderName' | 'agreedAt'>

/** "Proposed by Viktor, agreed to by Sora, 14:02 UTC (P-1003)." */
export const peopleWords = ({ proposalId, authorName, deciderName, agreedAt }: Who, now: Date): string =>
  `Proposed by ${displayText(authorName, 80)}, agreed to by ${displayText(deciderName, 80)}, ${nearTime(agreedAt, now)} (${proposalId}).`
