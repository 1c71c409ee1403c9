import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import { paymentsOf } from '@/lib/stage/payments-of'
import type { AssetAddress } from '@/lib/stage/types'
import type { Assessed } from './assessed'
import { type MeasuredChange, measuredChanges } from './measured'

/** Whom something leaves or reaches, in base units. `isStray`: an intent is stated, and says nothing of it. */
export type FlowEnd = { readonly account: Address; readonly units: bigint; readonly isStray: boolean }

/** All of one side: the first ones by name, the others as their number and sum. */
export type FlowSide = {
  readonly shown: readonly FlowEnd[]
  readonly more: { readonly count: number; readonly units: bigint } | null
  readonly units: bigint
}

/** One asset on its way. `gap` is what arrives beyond what leaves: above zero it is made, below zero it is lost. */
export type FlowLane = {
  readonly asset: AssetAddress
  readonly from: FlowSide
  readonly to: FlowSide
  readonly gap: bigint
}

const MOST_SHOWN = 8

/**
 * What moves, asset by asset, drawn from measured balances and never from the request or from logs. What nobody asked
 * for comes first on its side and is never among those that are only counted.
 */
export function flowLanes(assessed: Assessed): readonly FlowLane[] {
  const lanes = new Map<string, { asset: AssetAddress; ends: Map<string, MeasuredChange> }>()
  for (const change of measuredChanges(assessed.assessment.effects)) {
    const lane = lanes.get(change.asset.toLowerCase()) ?? { asset: change.asset, ends: new Map() }
    lanes.set(change.asset.toLowerCase(), lane)
    const key = change.account.toLowerCase()
    lane.ends.set(key, { ...change, units: (lane.ends.get(key)?.units ?? 0n) + change.units })
  }
  const isAsked = askedFor(assessed)
  return [...lanes.values()].flatMap(({ asset, ends }) => {
    const changes = [...ends.values()].filter(({ units }) => units !== 0n)
    if (changes.length === 0) return []
    const endsOf = (isLeaving: boolean): FlowEnd[] =>
      changes
        .filter(({ units }) => units < 0n === isLeaving)
        .map((change) => ({
          account: change.account,
          units: isLeaving ? -change.units : change.units,
          isStray: !isAsked(change),
        }))
    const [from, to] = [sideOf(endsOf(true)), sideOf(endsOf(false))]
    return [{ asset, from, to, gap: to.units - from.units }]
  })
}

function sideOf(ends: readonly FlowEnd[]): FlowSide {
  const ordered = [...ends].sort(
    (a, b) => Number(b.isStray) - Number(a.isStray) || (a.units === b.units ? 0 : a.units < b.units ? 1 : -1),
  )
  const strays = ordered.filter(({ isStray }) => isStray).length
  // Where only one is left over it takes the place of the line that would count it.
  const most = Math.max(MOST_SHOWN, strays)
  const cut = ordered.length <= most + 1 ? ordered.length : most
  const rest = ordered.slice(cut)
  return {
    shown: ordered.slice(0, cut),
    more: rest.length === 0 ? null : { count: rest.length, units: sum(rest) },
    units: sum(ordered),
  }
}

// The Safe gives what is asked for, and recipients get it. Without an intent nothing says what is asked.
function askedFor({ assessment }: Assessed): (change: MeasuredChange) => boolean {
  const { intent, staged } = assessment
  if (intent === null) return () => true
  const key = (account: string, asset: string) => `${account} ${asset}`.toLowerCase()
  const asked = new Map<string, 'in' | 'out'>()
  for (const { leg } of paymentsOf(intent)) {
    if (isSameAddress(leg.recipient, staged.safe.address)) continue
    asked.set(key(staged.safe.address, leg.asset.address), 'out')
    asked.set(key(leg.recipient, leg.asset.address), 'in')
  }
  return ({ account, asset, units }) => asked.get(key(account, asset)) === (units < 0n ? 'out' : 'in')
}

const sum = (ends: readonly FlowEnd[]): bigint => ends.reduce((total, { units }) => total + units, 0n)
