import type { Count } from '@/db/queries/count-up-to'
import type { PersonPart, StateGroup, WithdrawalFilter } from '@/db/queries/withdrawal-search'
import { displayText } from '@/lib/core/display-text'
import { countWord } from '../review/verdict-words'
import { stateWords } from '../ui/state-words'
import type { FilterChoices, ReadFilter } from './read-filter'

export const GROUP_WORDS: Readonly<Record<StateGroup, string>> = {
  waiting: 'Waiting for you',
  'in-flight': 'In flight',
  stopped: 'Stopped',
  ended: 'Ended',
}

/** What a person did, as a choice. */
export const PART_WORDS: Readonly<Record<PersonPart, string>> = {
  staged: 'Staged it',
  approved: 'Approved it',
  executed: 'Was handed the signatures',
}

/** "214", or "more than 1,000" where nobody counted further. */
export const countText = ({ counted, isMore }: Count): string =>
  isMore ? `more than ${counted.toLocaleString('en')}` : String(counted)

export const isFiltered = (filter: WithdrawalFilter): boolean => Object.keys(filter).length > 0

type Counts = { readonly matching: Count; readonly all: Count; readonly waiting: number }

/** The headline: how many there are, or how many of them match. */
export function searchHeadline(filter: WithdrawalFilter, { matching, all, waiting }: Counts) {
  if (all.counted === 0) return { said: 'Nothing was ever staged here.', urgent: '' }
  if (isFiltered(filter)) return { said: matchingWords(matching, all), urgent: '' }
  const isOne = all.counted === 1
  return {
    said: `${sentenceCount(all)} ${isOne ? 'withdrawal was' : 'withdrawals were'} staged here.`,
    urgent: waiting === 0 ? '' : `${countWord(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for you.`,
  }
}

function matchingWords(matching: Count, all: Count): string {
  if (matching.counted === 0) return 'No withdrawal matches.'
  if (matching.isMore) return `${sentenceCount(matching)} withdrawals match.`
  const whole = all.counted === 1 ? '1 withdrawal' : `${countText(all)} withdrawals`
  return `${countWord(matching.counted)} of ${whole} ${matching.counted === 1 ? 'matches' : 'match'}.`
}

const sentenceCount = (count: Count) => (count.isMore ? `M${countText(count).slice(1)}` : countWord(count.counted))

/** The filters that count, one phrase each: "Ended", "Treasury Safe", "To “Meridian”". */
export function filterWords({ filter, typed }: Pick<ReadFilter, 'filter' | 'typed'>, choices: FilterChoices): string[] {
  const { group, state, safeId, asset, recipient, touched, person, from, until } = filter
  const nameIn = (list: readonly { id: string; name: string }[], id: string) =>
    displayText(list.find((one) => one.id === id)?.name ?? id, 80)
  return [
    group && GROUP_WORDS[group],
    state && stateWords(state).word,
    safeId && nameIn(choices.safes, safeId),
    asset && displayText(symbolOf(choices, asset), 24),
    recipient && ('address' in recipient ? `To ${recipient.address}` : `To “${displayText(recipient.text, 100)}”`),
    touched && `Touches ${touched.address}`,
    person && personWords(person.part, nameIn(choices.people, person.memberId)),
    from && `Staged from ${typed.from}`,
    until && `Staged until ${typed.until}`,
  ].filter((words) => typeof words === 'string')
}

const symbolOf = ({ assets }: FilterChoices, asset: NonNullable<WithdrawalFilter['asset']>): string =>
  assets.find(({ chainId, address }) => chainId === asset.chainId && address === asset.address)?.symbol ?? asset.address

function personWords(part: PersonPart | null, name: string): string {
  switch (part) {
    case null:
      return `${name} in any part`
    case 'staged':
      return `Staged by ${name}`
    case 'approved':
      return `Approved by ${name}`
    case 'executed':
      return `Handed over to ${name}`
  }
}
