import type { Assessment } from '@/lib/assess/review'
import { isSameAddress } from '@/lib/core/address'
import { findChain } from '@/lib/chains/index'
import { TERMINAL, type WithdrawalState } from '@/lib/stage/lifecycle'
import type { Assessed } from './assessed'
import { assetOf } from './stray-clauses'
import { knownName } from './known-name'
import { type MeasuredChange, measuredChanges } from './measured'
import { moneyWords } from './money-words'

// The headline is a sentence; §1 right below has the whole address. Buttons carry it themselves.
const NAMELESS = 'an address without a name here'

/** A piece of the headline: plain, an amount in weight, or the sentence that stops. */
export type StatementPart = { readonly text: string; readonly as: 'plain' | 'amount' | 'stop' }

/** The headline, written from what happens and never from the request. */
export function statementParts(assessed: Assessed, state: WithdrawalState): readonly StatementPart[] {
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
  const settings = effects.safeStorage.filter(({ label }) => label !== 'nonce')
  if (settings.length > 0) {
    const labels = [...new Set(settings.map(({ label }) => label))].join(', ')
    return [
      stop(gains.length === 0 ? 'This pays nobody.' : 'This does more than pay.'),
      plain(` It changes the ${labels} of ${assessed.safeName} on ${chain}.`),
    ]
  }
  if (gains.length === 0)
    return assessment.class === 'cancel'
      ? [plain(`This ${verb.cancel} nonce ${staged.tx.nonce} of ${assessed.safeName} and moves nothing, on ${chain}.`)]
      : [stop('This pays nobody.'), plain(` Nothing moves on ${chain}.`)]
  return [
    plain(`This ${verb.pay} `),
    ...gains.flatMap((gain, at) => gainParts(gain, at, gains.length, assessed, NAMELESS)),
    plain(`, on ${chain}.`),
  ]
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
  if (gains.length === 0) return 'nothing'
  return gains
    .flatMap((gain, at) => gainParts(gain, at, gains.length, assessed))
    .map(({ text }) => text)
    .join('')
}

function gainParts(
  gain: MeasuredChange,
  at: number,
  count: number,
  assessed: Assessed,
  nameless?: string,
): StatementPart[] {
  const joint = at === 0 ? '' : at === count - 1 ? ' and ' : ', '
  const amount = moneyWords(gain.units, assetOf(assessed, gain.asset))
  return [
    plain(joint),
    { text: amount, as: 'amount' as const },
    plain(` to ${knownName(gain.account, assessed).name ?? nameless ?? gain.account}`),
  ].filter(({ text }) => text !== '')
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

function tense(state: WithdrawalState) {
  if (state === 'executed') return { pay: 'paid', cancel: 'used up' }
  return TERMINAL.includes(state)
    ? { pay: 'would have paid', cancel: 'would have used up' }
    : { pay: 'pays', cancel: 'uses up' }
}

const plain = (text: string): StatementPart => ({ text, as: 'plain' })
const stop = (text: string): StatementPart => ({ text, as: 'stop' })
