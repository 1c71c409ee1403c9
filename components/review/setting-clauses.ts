import type { Address } from 'viem'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { isControlSlot, isSameControl, measuredControl } from '@/lib/simulate/control-after'
import { type Control, controlAfter, controlWords } from '@/lib/stage/control'
import type { ApprovalGranted } from '@/lib/simulate/types'
import type { Assessed } from './assessed'
import { type UnnumberedClause, words } from './clause-facts'
import { grouped, noEffectWords } from './effect-words'
import { nameOrAddress } from './known-name'
import { ownerWords } from './owner-words'

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
function controlClauses({ assessment, holders }: Assessed): readonly UnnumberedClause[] {
  const named = (owner: Address) => ownerWords(owner, holders)
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
    clause(
      'Owners and threshold',
      asked === null || safe === null ? 'No change is stated' : changed(safe, asked, named),
      {
        unknown,
        // Where they differ from what is asked, all of them stand there to be read.
        difference: isAsked || after === null ? [] : [ownersWords(after, named)],
        calm: after === null || safe === null ? '' : changed(safe, after, named),
      },
    ),
    clause('Other configuration', 'No change', {
      unknown: effects.kind === 'unavailable' ? (noEffectWords(effects) ?? '') : null,
      difference: others.map(({ label, before, after: next }) => `${label}: ${before} → ${next}`),
      calm: 'No change. Compared: singleton, modules, guard, module guard, fallback handler',
    }),
  ]
}

/** "4 of 5 owners, now 3 of 5. Added: Ruth 0x…" */
function changed(before: Control, after: Control, named: (owner: Address) => string): string {
  const added = after.owners.filter((owner) => !before.owners.some((one) => isSameAddress(one, owner)))
  const removed = before.owners.filter((owner) => !after.owners.some((one) => isSameAddress(one, owner)))
  const people = [
    ...(added.length > 0 ? [`Added: ${added.map(named).join(', ')}`] : []),
    ...(removed.length > 0 ? [`Removed: ${removed.map(named).join(', ')}`] : []),
  ]
  const same = people.length === 0 ? ['The owners stay'] : people
  return `${controlWords(after)} owners, now ${controlWords(before)}. ${same.join('. ')}`
}

const ownersWords = ({ owners, threshold }: Control, named: (owner: Address) => string): string =>
  `${threshold} of ${owners.length}: ${owners.map(named).join(', ')}`

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
