import { isControlSlot, isSameControl, measuredControl } from '@/lib/simulate/control-after'
import type { Effects, SafeState } from '@/lib/simulate/types'
import { controlAfter } from '@/lib/stage/control'
import type { Intent, StagedTx } from '@/lib/stage/types'

export type IntentMatch = {
  /** Account-and-asset changes that the intent asks for, and how many of them happen exactly. */
  readonly asked: number
  readonly met: number
  /** Balance changes, approvals and Safe settings that nobody asked for; the Safe's own nonce is not one. */
  readonly others: number
}

type Compared = {
  readonly staged: StagedTx
  readonly intent: Intent | null
  readonly effects: Effects
  readonly safe: SafeState | null
}

/**
 * Compares what was meant with what simulation measured, per account and asset, in base units.
 * @returns null when there are no effects to compare or the call does not succeed
 */
export function matchIntent({ staged, intent, effects, safe: safeState }: Compared): IntentMatch | null {
  if (effects.kind === 'unavailable' || effects.status !== 'success') return null
  const asked = new Map<string, bigint>()
  const safe = staged.safe.address
  for (const { asset, units } of intent?.call?.gives ?? []) add(asked, safe, asset.address, -units)
  for (const { asset, recipient, units } of intent?.legs ?? []) {
    add(asked, safe, asset.address, -units)
    add(asked, recipient, asset.address, units)
  }
  const happening = new Map<string, bigint>()
  for (const { account, asset, before, after } of effects.balances) add(happening, account, asset, after - before)
  const wanted = [...asked].filter(([, units]) => units !== 0n)
  const strayChanges = [...happening].filter(([key, units]) => units !== 0n && (asked.get(key) ?? 0n) === 0n)
  const asksChange = intent?.change !== undefined && safeState !== null
  const settings = effects.safeStorage.filter((one) => one.label !== 'nonce' && !(asksChange && isControlSlot(one)))
  const after = asksChange ? measuredControl(safeState, effects) : null
  const isChanged =
    asksChange && after !== null && intent.change && isSameControl(controlAfter(safeState, intent.change), after)
  return {
    asked: wanted.length + (intent?.change ? 1 : 0),
    met: wanted.filter(([key, units]) => happening.get(key) === units).length + (isChanged ? 1 : 0),
    others: strayChanges.length + effects.approvals.length + settings.length,
  }
}

function add(sums: Map<string, bigint>, account: string, asset: string, units: bigint): void {
  const key = `${account.toLowerCase()} ${asset.toLowerCase()}`
  sums.set(key, (sums.get(key) ?? 0n) + units)
}
