import type { Address } from 'viem'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import { changeWords } from '@/lib/stage/control'
import { sumsOf } from '@/lib/stage/sums-of'
import type { Leg } from '@/lib/stage/types'
import { clockSecond, dayTime, nearTime, remaining } from '../review/times'
import { countWord } from '../review/verdict-words'
import type { Naming } from './naming'

export type DeskGroups = {
  readonly waiting: readonly WithdrawalLine[]
  readonly stopped: readonly WithdrawalLine[]
  readonly moving: readonly WithdrawalLine[]
  readonly ended: readonly WithdrawalLine[]
}

/** The headline: what waits for the reader, else what moves without them. */
export function headline(
  { waiting, moving }: DeskGroups,
  now: Date,
): { readonly said: string; readonly urgent: string } {
  const count = waiting.length
  if (count === 0)
    return {
      said: `Nothing waits for you. ${moving.length === 0 ? 'Nothing moves.' : `${withdrawals(moving.length)} ${moving.length === 1 ? 'moves' : 'move'} without you.`}`,
      urgent: '',
    }
  const first = [...waiting].sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())[0]
  return {
    said: `${withdrawals(count)} ${count === 1 ? 'waits' : 'wait'} for you.`,
    urgent: first ? `${count === 1 ? 'It' : 'The first'} expires ${dayTime(first.expiresAt, now)}.` : '',
  }
}

/** The line under the headline. @param frozen how many of those that are not over a freeze covers */
export function underline({ waiting, stopped, moving }: DeskGroups, frozen: number): string {
  const stops = [
    frozen > 0 && `${countWord(frozen)} ${frozen === 1 ? 'is' : 'are'} frozen.`,
    stopped.length > 0 && `${countWord(stopped.length)} ${stopped.length === 1 ? 'is' : 'are'} blocked.`,
  ].filter((sentence) => sentence !== false)
  const stop = stops.length === 0 ? 'Nothing is blocked.' : stops.join(' ')
  if (waiting.length === 0) return stop
  return `${stop} ${moving.length === 0 ? 'Nothing else moves.' : `${countWord(moving.length)} ${moving.length === 1 ? 'is' : 'are'} moving without you.`}`
}

/** More payments than this are said as their sums: nobody reads hundreds in a headline. */
const MOST_NAMED = 5

/** "Pay 250.00 USDC to Meridian Custody and 0.50 ETH to …": what was asked, as its recipients are named in the book. */
export function askedParts(line: WithdrawalLine, nameOf: Naming): readonly { text: string; isAmount: boolean }[] {
  const { legs } = line.intent
  const act = actWords(line, nameOf)
  if (act !== null) return [{ text: `${act}.`, isAmount: false }]
  const part = (leg: Leg, at: number) => [
    { text: at === 0 ? 'Pay ' : at === legs.length - 1 ? ' and ' : ', ', isAmount: false },
    { text: formatMoney(leg.units, leg.asset), isAmount: true },
    { text: ` to ${displayText(nameOf(leg.recipient)?.name ?? leg.recipient, 80)}`, isAmount: false },
  ]
  if (legs.length === 0) return [{ text: 'Pay nobody', isAmount: false }]
  if (legs.length > MOST_NAMED) return sumParts(legs)
  return [...legs.flatMap(part), { text: '.', isAmount: false }]
}

/** "Pay 1,250.00 USDC and 0.50 ETH in 12 payments." */
function sumParts(legs: readonly Leg[]): readonly { text: string; isAmount: boolean }[] {
  const sums = sumsOf(legs)
  return [
    ...sums.flatMap(({ units, asset }, at) => [
      { text: at === 0 ? 'Pay ' : at === sums.length - 1 ? ' and ' : ', ', isAmount: false },
      { text: formatMoney(units, asset), isAmount: true },
    ]),
    { text: ` in ${legs.length} payments.`, isAmount: false },
  ]
}

/** "Use up nonce 7 in place of W-1001", or "…, a gap": what a cancel is for. */
export const cancelWords = ({ nonce, replaces }: Pick<WithdrawalLine, 'nonce' | 'replaces'>): string =>
  replaces === null ? `Use up nonce ${nonce}, a gap` : `Use up nonce ${nonce} in place of ${replaces}`

/** What is asked for that is no payment, null where it is one: a cancel, a change of the owners, a call. */
export function actWords(
  line: Pick<WithdrawalLine, 'class' | 'intent' | 'nonce' | 'replaces' | 'calledFunction'>,
  nameOf: Naming,
): string | null {
  const { change, call } = line.intent
  const named = (address: Address) => displayText(nameOf(address)?.name ?? address, 80)
  if (line.class === 'cancel') return cancelWords(line)
  if (change) return changeWords(change, named)
  if (!call) return null
  const name = displayText(line.calledFunction ?? '', 60)
  return `Call ${name === '' ? '' : `${name} of `}${named(call.to)}`
}

/** The next fact of a state: until when, by whom, what is still alive. */
export function nextFact(line: WithdrawalLine, now: Date): string {
  const { state, stateReason, readyFrom, expiresAt, stateSince, waitsForViewer, behind, nonce } = line
  const reason = displayText(stateReason, 120)
  switch (state) {
    case 'blocked':
      return `reject it, nonce ${nonce} waits`
    case 'held':
      return reason
    case 'awaiting-approvals':
      return `expires ${nearTime(expiresAt, now)}, in ${remaining(expiresAt, now)}`
    case 'cooling':
      return readyFrom === null ? '' : `until ${clockSecond(readyFrom)} UTC`
    case 'ready':
      if (behind !== null) return `nonce ${nonce}, after ${behind}`
      return waitsForViewer === 'execute' ? 'yours to execute' : 'another person executes'
    case 'executing':
      return reason
    case 'confirming':
      return 'on chain, not final yet'
    case 'cancel-pending-onchain':
      return `${reason}. Signatures still live`
    case 'executed':
      return `${nearTime(stateSince, now)}, final`
    case 'failed-onchain':
      return 'inner call failed, nonce used'
    case 'superseded':
      return 'nonce used by another'
    case 'cancelled-onchain':
      return 'signatures dead'
    case 'rejected':
    case 'cancelled':
    case 'expired':
    case 'draft':
    case 'staged':
    case 'screening':
      return reason
  }
}

const withdrawals = (count: number) => `${countWord(count)} ${count === 1 ? 'withdrawal' : 'withdrawals'}`
