import { ZERO_ADDRESS } from '@/lib/core/address'
import type { ApprovalGranted } from '@/lib/simulate/types'
import type { Assessed } from './assessed'
import { type UnnumberedClause, words } from './clause-facts'
import { grouped, noEffectWords } from './effect-words'
import { nameOrAddress } from './known-name'

const COMPARED = 'singleton, owners, threshold, modules, guard, module guard, fallback handler'

/** Configuration, control, approvals granted and fee refund: what a payment leaves alone. */
export function settingClauses(assessed: Assessed): readonly UnnumberedClause[] {
  const { effects, safe, staged, class: kind } = assessed.assessment
  const unknown = effects.kind === 'unavailable' ? (noEffectWords(effects) ?? '') : null
  const settings = effects.kind === 'unavailable' ? [] : effects.safeStorage.filter(({ label }) => label !== 'nonce')
  const granted = effects.kind === 'unavailable' ? [] : effects.approvals
  const isMeant = kind === 'configuration'
  const control = safe === null ? null : `${safe.threshold} of ${safe.owners.length} owners, as now`
  const { gasPrice, refundReceiver } = staged.tx
  const hasRefund = gasPrice !== 0n || refundReceiver !== ZERO_ADDRESS
  return [
    clause('Safe configuration', isMeant ? 'As the request names' : 'No change', {
      unknown,
      difference: settings.map(({ label, before, after }) => `${label}: ${before} → ${after}`),
      calm: `No change. Compared: ${COMPARED}`,
    }),
    clause('Who controls it after', control ?? 'As now', {
      unknown: unknown ?? (control === null ? 'The chain did not say who controls the Safe.' : null),
      difference: settings.length === 0 ? [] : ['Not as now: see Safe configuration above'],
      calm: control ?? '',
    }),
    clause('Approvals granted', 'None', {
      unknown,
      difference: granted.map((one) => grantWords(one, assessed)),
      calm: 'None',
    }),
    clause('Fee refund', 'None', {
      unknown: null,
      difference: hasRefund ? [`Gas price ${grouped(gasPrice)}, paid to ${refundReceiver}`] : [],
      calm: 'None. Gas price 0, no refund receiver',
    }),
  ]
}

type Outcome = { readonly unknown: string | null; readonly difference: readonly string[]; readonly calm: string }

function clause(name: string, asked: string, { unknown, difference, calm }: Outcome): UnnumberedClause {
  if (unknown !== null) return { name, asked: words(asked), effect: words(unknown), mark: 'unknown' }
  if (difference.length === 0) return { name, asked: words(asked), effect: words(calm), mark: 'same' }
  return { name, asked: words(asked), effect: words(difference.join('. '), true), mark: 'differs' }
}

function grantWords({ token, spender, units }: ApprovalGranted, assessed: Assessed): string {
  const what = units === null ? 'everything' : `${grouped(units)} base units`
  return `${nameOrAddress(spender, assessed)} may take ${what} of ${nameOrAddress(token, assessed)}`
}
