import { displayText } from '@/lib/core/display-text'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { SafeNow } from '../dashboard/safe-now'
import { countWord } from '../review/verdict-words'
import type { SettingFact } from './setting-facts'

export type Said = { readonly said: string; readonly urgent: string }

const NOTHING_ENFORCES = 'nothing on chain enforces this desk’s policy'

/** The headline of one Safe: whether anything on chain stands behind this desk, and what is not as expected. */
export function safeHeadline(safe: SafeNow, settings: readonly SettingFact[]): Said {
  const name = displayText(safe.name, 80)
  if (safe.now === null)
    return {
      said: `${name} is registered as ${safe.isEnforced ? 'enforced' : 'advisory'}.`,
      urgent: 'Its chain does not answer.',
    }
  return { said: enforcement(name, safe), urgent: differenceWords(settings) }
}

function enforcement(name: string, safe: SafeNow): string {
  const { guard, modules } = safe.now?.state ?? { guard: ZERO_ADDRESS, modules: [] }
  if (!safe.isEnforced)
    return guard === ZERO_ADDRESS
      ? `${name} is advisory: ${NOTHING_ENFORCES}.`
      : `${name} is advisory: it has a guard that this desk does not know, so what that enforces is not judged.`
  if (guard !== ZERO_ADDRESS) return `${name} is enforced: its guard refuses what this desk did not approve.`
  return modules.length > 0
    ? `${name} is registered as enforced; no guard does it, and its modules were not judged.`
    : `${name} is registered as enforced, but ${NOTHING_ENFORCES}.`
}

function differenceWords(settings: readonly SettingFact[]): string {
  const count = settings.filter(({ mark }) => mark === 'differs').length
  if (count === 0) return ''
  return `${countWord(count)} of ${settings.length} settings ${count === 1 ? 'is' : 'are'} not as expected.`
}

/** The headline of all Safes. */
export function safesHeadline(safes: readonly SafeNow[]): Said {
  const advisory = safes.filter(({ isEnforced }) => !isEnforced).length
  const silent = safes.filter(({ now }) => now === null).length
  return {
    said: enforcedWords(safes, advisory),
    urgent: silent === 0 ? '' : `${countWord(silent)} ${silent === 1 ? 'was' : 'were'} not read.`,
  }
}

function enforcedWords(safes: readonly SafeNow[], advisory: number): string {
  const [only] = safes
  if (only === undefined) return 'This desk serves no Safe.'
  if (safes.length === 1)
    return `This desk serves ${displayText(only.name, 80)}, ${only.isEnforced ? 'enforced on chain' : `advisory: ${NOTHING_ENFORCES}`}.`
  if (advisory === 0) return `All ${countWord(safes.length).toLowerCase()} Safes are enforced on chain.`
  if (advisory === safes.length)
    return `All ${countWord(advisory).toLowerCase()} Safes are advisory: ${NOTHING_ENFORCES}.`
  return `${countWord(advisory)} of ${countWord(safes.length).toLowerCase()} Safes ${advisory === 1 ? 'is' : 'are'} advisory: ${NOTHING_ENFORCES} there.`
}
