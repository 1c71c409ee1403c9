import type { StateGroup, WithdrawalFilter } from '@/db/queries/withdrawal-search'
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

export const isFiltered = (filter: WithdrawalFilter): boolean => Object.keys(filter).length > 0

type Counts = { readonly matching: number; readonly all: number; readonly waiting: number }

/** The headline: how many there are, or how many of them match. */
export function searchHeadline(filter: WithdrawalFilter, { matching, all, waiting }: Counts) {
  if (all === 0) return { said: 'Nothing was ever staged here.', urgent: '' }
  if (isFiltered(filter))
    return {
      said:
        matching === 0 ? 'No withdrawal matches.' : `${countWord(matching)} of ${withdrawals(all)} ${verb(matching)}.`,
      urgent: '',
    }
  return {
    said: `${countWord(all)} ${all === 1 ? 'withdrawal was' : 'withdrawals were'} staged here.`,
    urgent: waiting === 0 ? '' : `${countWord(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for you.`,
  }
}

/** The filters that count, one phrase each: "Ended", "Treasury Safe", "To “Meridian”". */
export function filterWords({ filter, typed }: Pick<ReadFilter, 'filter' | 'typed'>, choices: FilterChoices): string[] {
  const { group, state, safeId, asset, recipient, initiatorId, from, until } = filter
  const nameIn = (list: readonly { id: string; name: string }[], id: string) =>
    displayText(list.find((one) => one.id === id)?.name ?? id, 80)
  return [
    group && GROUP_WORDS[group],
    state && stateWords(state).word,
    safeId && nameIn(choices.safes, safeId),
    asset && displayText(symbolOf(choices, asset), 24),
    recipient && ('address' in recipient ? `To ${recipient.address}` : `To “${displayText(recipient.text, 100)}”`),
    initiatorId && `Staged by ${nameIn(choices.people, initiatorId)}`,
    from && `Staged from ${typed.from}`,
    until && `Staged until ${typed.until}`,
  ].filter((words) => typeof words === 'string')
}

const symbolOf = ({ assets }: FilterChoices, asset: NonNullable<WithdrawalFilter['asset']>): string =>
  assets.find(({ chainId, address }) => chainId === asset.chainId && address === asset.address)?.symbol ?? asset.address

const withdrawals = (count: number) => `${count} ${count === 1 ? 'withdrawal' : 'withdrawals'}`
const verb = (count: number) => (count === 1 ? 'matches' : 'match')
