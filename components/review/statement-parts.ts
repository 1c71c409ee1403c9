import type { Address } from 'viem'
import type { Assessment } from '@/lib/assess/review'
import { isSameAddress } from '@/lib/core/address'
import { findChain } from '@/lib/chains/index'
import { isControlSlot, measuredControl } from '@/lib/simulate/control-after'
import { type Control, controlWords } from '@/lib/stage/control'
import { TERMINAL, type WithdrawalState } from '@/lib/stage/lifecycle'
import type { Assessed } from './assessed'
import { assetOf } from './stray-clauses'
import { knownName } from './known-name'
import { type MeasuredChange, measuredChanges } from './measured'
import { moneyWords } from './money-words'

// The headline is a sentence; §1 right below has the whole address. Buttons carry it themselves.
const NAMELESS = 'an address without a name here'

// Nobody reads four hundred names in a headline or on a button: there a batch is its sums, and §1 lists every payment.
const MOST_NAMED = 5

/** A piece of the headline: plain, an amount in weight, or the sentence that stops. */
export type StatementPart = { readonly text: string; readonly as: 'plain' | 'amount' | 'stop' }

/**
 * The headline, written from what happens and never from the request.
 * @param state null where it is no withdrawal, and only looked at
 */
export function statementParts(assessed: Assessed, state: WithdrawalState | null): readonly StatementPart[] {
  const { assessment } = assessed
  const { effects, staged } = assessment
  const chain = findChain(staged.safe.chainId)?.name ?? `chain ${staged.safe.chainId}`
  const verb = tense(state)
  if (state === 'failed-onchain')
    return [plain(`This paid nothing: the inner call failed on ${chain} and nonce ${staged.tx.nonce} is used.`)]
  if (effects.kind === 'unavailable')
    return [stop('What this does is unknown.'), plain(' The simulator did not answer.')]
  if (effects.status !== 'success')
    return [
      stop('This pays nobody.'),
      plain(
        effects.status === 'reverted' ? ' The transaction reverts.' : ' Its inner call fails and the nonce is used.',
      ),
    ]
  const gains = inOrder(
    assessment,
    measuredChanges(effects).filter(
      (change) => change.units > 0n && !isSameAddress(change.account, staged.safe.address),
    ),
  )
  if (assessment.class === 'configuration' && gains.length === 0) return controlParts(assessed, verb.change, chain)
  const settings = effects.safeStorage.filter(({ label }) => label !== 'nonce')
  if (settings.length > 0) {
    const labels = [...new Set(settings.map(({ label }) => label))].join(', ')
    return [
      stop(gains.length === 0 ? 'This pays nobody.' : 'This does more than pay.'),
      plain(` It changes the ${labels} of ${assessed.safeName} on ${chain}.`),
    ]
  }
  if (gains.length === 0 && assessment.class === 'contract-call')
    return [plain(`This ${verb.call} ${knownName(staged.tx.to, assessed).name ?? NAMELESS}, on ${chain}.`)]
  if (gains.length === 0)
    return assessment.class === 'cancel'
      ? [
          plain(
            `This ${verb.cancel} nonce ${staged.tx.nonce} of ${assessed.safeName} and ${verb.move} nothing, on ${chain}.`,
          ),
        ]
      : [stop('This pays nobody.'), plain(` Nothing moves on ${chain}.`)]
  return [plain(`This ${verb.pay} `), ...gainParts(gains, assessed, NAMELESS), plain(`, on ${chain}.`)]
}

/** The same in one line, for a title or a button: "250.00 USDC to Meridian Custody and 0.50 ETH to …". */
export function payWords(assessed: Assessed): string {
  const { effects, staged } = assessed.assessment
  const gains = inOrder(
    assessed.assessment,
    measuredChanges(effects).filter(
      (change) => change.units > 0n && !isSameAddress(change.account, staged.safe.address),
    ),
  )
  if (gains.length === 0) return otherWords(assessed.assessment)
  return gainParts(gains, assessed)
    .map(({ text }) => text)
    .join('')
}

/** What is no payment, as a title or a button names it. */
function otherWords({ class: kind, staged, safe, effects }: Assessment): string {
  if (kind === 'cancel') return `the cancel of nonce ${staged.tx.nonce}`
  const after = kind === 'configuration' && safe !== null ? measuredControl(safe, effects) : null
  const [swap, ...more] = safe === null || after === null ? [] : replacedOwners(safe, after)
  if (swap !== undefined && more.length === 0) return `the replacement of owner ${swap.old} by ${swap.next}`
  if (safe !== null && after !== null) return `the change from ${controlWords(safe)} to ${controlWords(after)} owners`
  return kind === 'contract-call' ? `the call of ${staged.tx.to}` : 'nothing'
}

/** Who would control the Safe, measured; what else changes is said as loudly as in a payment. */
function controlParts({ assessment, safeName }: Assessed, verb: string, chain: string): readonly StatementPart[] {
  const { safe, effects } = assessment
  const others = effects.kind === 'unavailable' ? [] : effects.safeStorage.filter((one) => !isControlSlot(one))
  const labels = [...new Set(others.map(({ label }) => label))].filter((label) => label !== 'nonce').join(', ')
  const after = safe === null ? null : measuredControl(safe, effects)
  if (safe === null || after === null) return [stop('Who controls the Safe afterwards is unknown.')]
  const replaced = replacedOwners(safe, after).length
  const [who, byWhom] = replaced === 1 ? ['one owner', 'another'] : [`${replaced} owners`, 'others']
  return [
    ...(labels === '' ? [] : [stop(`This also changes the ${labels} of ${safeName}.`), plain(' ')]),
    plain(`This ${verb} who controls ${safeName}${replaced === 0 ? ', from ' : `: ${who} for ${byWhom}, `}`),
    { text: controlWords(safe), as: 'amount' },
    ...(replaced > 0
      ? [plain(' as before')]
      : [plain(' owners to '), { text: controlWords(after), as: 'amount' } as const]),
    plain(`, on ${chain}.`),
  ]
}

/** Whom a change puts in whose place, where as many own and sign as before: numbers alone would not show it. */
function replacedOwners(before: Control, after: Control): readonly { readonly old: Address; readonly next: Address }[] {
  if (controlWords(before) !== controlWords(after)) return []
  const isIn = (owner: Address, { owners }: Control) => owners.some((one) => isSameAddress(one, owner))
  const gone = before.owners.filter((owner) => !isIn(owner, after))
  const come = after.owners.filter((owner) => !isIn(owner, before))
  return gone.flatMap((old, at) => {
    const next = come[at]
    return next === undefined ? [] : [{ old, next }]
  })
}

function gainParts(gains: readonly MeasuredChange[], assessed: Assessed, nameless?: string): StatementPart[] {
  if (gains.length > MOST_NAMED) {
    const recipients = new Set(gains.map(({ account }) => account.toLowerCase())).size
    const sums = sumPerAsset(gains).map(({ asset, units }) => moneyWords(units, assetOf(assessed, asset)))
    return [...listed(sums.map((amount) => [{ text: amount, as: 'amount' }])), plain(` to ${recipients} recipients`)]
  }
  return listed(
    gains.map(({ account, asset, units }) => [
      { text: moneyWords(units, assetOf(assessed, asset)), as: 'amount' },
      plain(` to ${knownName(account, assessed).name ?? nameless ?? account}`),
    ]),
  )
}

function listed(entries: readonly (readonly StatementPart[])[]): StatementPart[] {
  return entries.flatMap((entry, at) => {
    if (at === 0) return entry
    return [plain(at === entries.length - 1 ? ' and ' : ', '), ...entry]
  })
}

function sumPerAsset(gains: readonly MeasuredChange[]): readonly Omit<MeasuredChange, 'account'>[] {
  const sums = new Map<string, Omit<MeasuredChange, 'account'>>()
  for (const { asset, units } of gains) {
    const key = asset.toLowerCase()
    sums.set(key, { asset, units: (sums.get(key)?.units ?? 0n) + units })
  }
  return [...sums.values()]
}

// As the request lists them; what nobody asked for comes last.
function inOrder({ intent }: Assessment, gains: readonly MeasuredChange[]): readonly MeasuredChange[] {
  const placeOf = ({ account, asset }: MeasuredChange): number => {
    const place =
      intent?.legs.findIndex(
        (leg) => isSameAddress(leg.recipient, account) && isSameAddress(leg.asset.address, asset),
      ) ?? -1
    return place < 0 ? Number.MAX_SAFE_INTEGER : place
  }
  return [...gains].sort((a, b) => placeOf(a) - placeOf(b))
}

function tense(state: WithdrawalState | null) {
  if (state === 'executed') return { pay: 'paid', cancel: 'used up', move: 'moved', change: 'changed', call: 'called' }
  if (state === null)
    return { pay: 'would pay', cancel: 'would use up', move: 'would move', change: 'would change', call: 'would call' }
  return TERMINAL.includes(state)
    ? {
        pay: 'would have paid',
        cancel: 'would have used up',
        move: 'moved',
        change: 'would have changed',
        call: 'would have called',
      }
    : { pay: 'pays', cancel: 'uses up', move: 'moves', change: 'changes', call: 'calls' }
}

const plain = (text: string): StatementPart => ({ text, as: 'plain' })
const stop = (text: string): StatementPart => ({ text, as: 'stop' })
