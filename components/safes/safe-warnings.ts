import { displayText } from '@/lib/core/display-text'
import type { SafeState } from '@/lib/simulate/types'
import { countWord } from '../review/verdict-words'
import { type OwnerFact, severalKeys } from './owner-facts'

export type SafeWarning = {
  readonly severity: 'critical' | 'high' | 'medium'
  readonly said: string
  readonly why: string
}

/** What is dangerous in who owns a Safe, worst first; empty where nothing is. */
export function safeWarnings(
  { threshold, owners: addresses }: Pick<SafeState, 'threshold' | 'owners'>,
  owners: readonly OwnerFact[],
): readonly SafeWarning[] {
  return [
    ...thresholdWarnings(threshold, addresses.length),
    ...keyWarnings(threshold, owners),
    ...claimWarnings(threshold, owners),
  ].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}

const ORDER = ['critical', 'high', 'medium']

function thresholdWarnings(threshold: number, count: number): SafeWarning[] {
  const found: SafeWarning[] = []
  if (threshold === 1)
    found.push({
      severity: 'critical',
      said: `One key alone moves everything: the threshold is 1 of ${count}.`,
      why: 'On chain no second person is needed. Raise the threshold.',
    })
  if (threshold === count)
    found.push({
      severity: 'high',
      said:
        count === 1
          ? 'If its only key is lost, everything in it is lost.'
          : `All ${countWord(count).toLowerCase()} owners must sign: if one key is lost, nothing leaves this Safe again.`,
      why: 'Add an owner, or lower the threshold by one.',
    })
  return found
}

function keyWarnings(threshold: number, owners: readonly OwnerFact[]): SafeWarning[] {
  return severalKeys(owners).map(({ name, keys }) => {
    const who = displayText(name, 80)
    const held = `${who} holds ${countWord(keys).toLowerCase()} of the ${countWord(owners.length).toLowerCase()} owner keys`
    return keys >= threshold
      ? {
          severity: 'critical',
          said: `${held}: enough to move everything alone.`,
          why: `The threshold is ${threshold}. The desk counts people, the chain counts keys.`,
        }
      : {
          severity: 'high',
          said: `${held}.`,
          why: `Whoever takes ${who}'s devices has ${keys} of the ${threshold} signatures that the chain asks for.`,
        }
  })
}

function claimWarnings(threshold: number, owners: readonly OwnerFact[]): SafeWarning[] {
  const unclaimed = owners.filter(({ holder }) => holder === null).length
  const gone = owners.filter(({ holder }) => holder?.isActive === false).length
  const found: SafeWarning[] = []
  if (unclaimed > 0)
    found.push({
      severity: unclaimed >= threshold ? 'critical' : 'high',
      said: `${countWord(unclaimed)} of ${owners.length} owner addresses ${unclaimed === 1 ? 'belongs' : 'belong'} to nobody here.`,
      why:
        unclaimed >= threshold
          ? 'They meet the threshold without anybody of this desk.'
          : 'Whoever holds such a key signs without this desk, and no approval here can use it.',
    })
  if (gone > 0)
    found.push({
      severity: 'high',
      said: `${countWord(gone)} ${gone === 1 ? 'owner is' : 'owners are'} no longer active here.`,
      why: 'Their keys still sign on chain. Only a change of owners takes that away.',
    })
  if (owners.length - unclaimed - gone < threshold)
    found.push({
      severity: 'high',
      said: `Too few owners are active members: nothing can be approved here.`,
      why: `The Safe asks for ${threshold} signatures; ${owners.length - unclaimed - gone} of its owners can approve.`,
    })
  return found
}
