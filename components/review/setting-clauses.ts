import { ZERO_ADDRESS } from '@/lib/core/address'
import { isControlSlot, isSameControl, measuredControl } from '@/lib/simulate/control-after'
import { type Control, controlAfter } from '@/lib/stage/control'
import type { ApprovalGranted } from '@/lib/simulate/types'
import type { Assessed } from './assessed'
import { type UnnumberedClause, words } from './clause-facts'
import { grouped, noEffectWords } from './effect-words'
import { nameOrAddress } from './known-name'

const COMPARED = 'singleton, owners, threshold, modules, guard, module guard, fallback handler'

/** Configuration, control, approvals granted and fee refund: what a payment leaves alone. */
export function settingClauses(assessed: Assessed): readonly UnnumberedClause[] {
  const { effects, safe, class: kind } = assessed.assessment
  const unknown = effects.kind === 'unavailable' ? (noEffectWords(effects) ?? '') : null
  const settings = effects.kind === 'unavailable' ? [] : effects.safeStorage.filter(({ label }) => label !== 'nonce')
  if (kind === 'configuration') return [...controlClauses(assessed), ...sideClauses(assessed)]
  const control = safe === null ? null : `${safe.threshold} of ${safe.owners.length} owners, as now`
  return [
    clause('Safe configuration', 'No change', {
      unknown,
      difference: settings.map(({ label, before, after }) => `${label}: ${before} → ${after}`),
      calm: `No change. Compared: ${COMPARED}`,
    }),
    clause('Who controls it after', control ?? 'As now', {
      unknown: unknown ?? (control === null ? 'The chain did not say who controls the Safe.' : null),
      difference: settings.length === 0 ? [] : ['Not as now: see Safe configuration above'],
      calm: control ?? '',
    }),
    ...sideClauses(assessed),
  ]
}

/** Who controls the Safe: asked by the intent, measured in the storage that changes. */
function controlClauses({ assessment }: Assessed): readonly UnnumberedClause[] {
  const { effects, safe, intent } = assessment
  const asked = safe !== null && intent?.change ? controlAfter(safe, intent.change) : null
  const after = safe === null ? null : measuredControl(safe, effects)
  const others =
    effects.kind === 'unavailable'
      ? []
      : effects.safeStorage.filter((one) => one.label !== 'nonce' && !isControlSlot(one))
  const unknown =
    effects.kind === 'unavailable'
      ? (noEffectWords(effects) ?? '')
      : after === null
        ? 'The list of owners that would be left is none.'
        : null
  const isAsked = asked !== null && after !== null && isSameControl(asked, after)
  return [
    clause('Owners and threshold', asked === null ? 'No change is stated' : ownersWords(asked), {
      unknown,
      difference: isAsked || after === null ? [] : [ownersWords(after)],
      calm: after === null ? '' : ownersWords(after),
    }),
    clause('Owners and threshold now', safe === null ? 'Unknown' : ownersWords(safe), {
      unknown: safe === null ? 'The chain did not say who controls the Safe.' : null,
      difference: [],
      calm: safe === null ? '' : ownersWords(safe),
    }),
    clause('Other configuration', 'No change', {
      unknown: effects.kind === 'unavailable' ? (noEffectWords(effects) ?? '') : null,
      difference: others.map(({ label, before, after: next }) => `${label}: ${before} → ${next}`),
      calm: 'No change. Compared: singleton, modules, guard, module guard, fallback handler',
    }),
  ]
}

const ownersWords = ({ owners, threshold }: Control): string => `${threshold} of ${owners.length}: ${owners.join(', ')}`

/** Approvals granted and fee refund, which nothing here asks for. */
function sideClauses(assessed: Assessed): readonly UnnumberedClause[] {
  const { effects, staged } = assessed.assessment
  const unknown = effects.kind === 'unavailable' ? (noEffectWords(effects) ?? '') : null
  const granted = effects.kind === 'unavailable' ? [] : effects.approvals
  const { gasPrice, refundReceiver } = staged.tx
  const hasRefund = gasPrice !== 0n || refundReceiver !== ZERO_ADDRESS
  return [
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
