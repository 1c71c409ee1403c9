import { isSameAddress } from '@/lib/core/address'
import type { BaseRule, Condition } from '@/lib/policy/types'

/**
 * The rules that an earlier one takes everything from, so that they never match: tiers that overlap so are a mistake, and
 * the stricter of them is usually the one that was meant.
 */
export function neverMatching(
  rules: readonly BaseRule[],
): readonly { readonly place: number; readonly by: BaseRule }[] {
  return rules.flatMap((rule, place) => {
    const by = rules.slice(0, place).find((one) => covers(one, rule))
    return by ? [{ place, by }] : []
  })
}

const covers = (first: BaseRule, later: BaseRule): boolean =>
  first.class === later.class &&
  coversAssets(first.when, later.when) &&
  coversUnits(first.when, later.when) &&
  (first.when.activeRecipientsOnly !== true || later.when.activeRecipientsOnly === true) &&
  // What a window leaves over is for the rules after it.
  first.when.rolling === undefined

function coversAssets({ assets }: Condition, later: Condition): boolean {
  if (assets === undefined) return true
  return later.assets?.every((one) => assets.some((other) => isSameAddress(one, other))) === true
}

function coversUnits({ maxUnits }: Condition, later: Condition): boolean {
  if (maxUnits === undefined) return true
  if (later.maxUnits === undefined) return false
  return Object.entries(later.maxUnits).every(([asset, most]) => {
    const limit = Object.entries(maxUnits).find(([address]) => isSameAddress(address, asset))?.[1]
    return limit !== undefined && BigInt(most) <= BigInt(limit)
  })
}
