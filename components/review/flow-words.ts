import { displayText } from '@/lib/core/display-text'
import type { Assessed } from './assessed'
import type { FlowLane, FlowSide } from './flow-lanes'
import { knownName } from './known-name'
import { moneyWords } from './money-words'
import { assetOf } from './stray-clauses'

/** One lane in a sentence: "250.00 USDC go from Treasury to Meridian Custody." Whoever has no name is only counted. */
export function laneWords(lane: FlowLane, assessed: Assessed): string {
  const { asset, from, to } = lane
  const money = (units: bigint) => moneyWords(units, assetOf(assessed, asset))
  const side = (one: FlowSide): string => sideWords(one, assessed)
  if (countOf(from) === 0) return `${money(to.units)} reach ${side(to)} and leave nobody.`
  if (countOf(to) === 0) return `${money(from.units)} leave ${side(from)} and reach nobody.`
  const gap = gapWords(lane, assessed)
  return `${money(from.units)} go from ${side(from)} to ${side(to)}.${gap === null ? '' : ` ${gap}`}`
}

/** What is lost or made on the way; null where all that leaves arrives. */
export function gapWords({ asset, from, to, gap }: FlowLane, assessed: Assessed): string | null {
  if (gap === 0n || countOf(from) === 0 || countOf(to) === 0) return null
  const amount = moneyWords(gap < 0n ? -gap : gap, assetOf(assessed, asset))
  return gap < 0n ? `${amount} of it reach nobody.` : `${amount} more arrive than leave.`
}

/** Those of a side who are not named on it: "and 37 more". */
export function moreWords({ more }: FlowSide): string | null {
  return more === null ? null : `and ${more.count} more`
}

const countOf = ({ shown, more }: FlowSide): number => shown.length + (more?.count ?? 0)

function sideWords(side: FlowSide, assessed: Assessed): string {
  const [only] = side.shown
  const count = countOf(side)
  if (count > 1 || only === undefined) return `${count} accounts`
  return displayText(knownName(only.account, assessed).name ?? 'an account without a name here', 120)
}
