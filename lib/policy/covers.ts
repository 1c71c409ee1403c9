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
  return takenBy(later)?.every((one) => assets.some((other) => isSameAddress(one, other))) === true
}

function coversUnits({ maxUnits }: Condition, later: Condition): boolean {
  if (maxUnits === undefined) return true
  return (
    takenBy(later)?.every((asset) => {
      const [limit, most] = [limitOf(maxUnits, asset), limitOf(later.maxUnits, asset)]
      return limit !== null && most !== null && most <= limit
    }) === true
  )
}

/** What a rule may take at all: an asset that its list or its maxima leave out never leaves by it. Null: any asset. */
function takenBy({ assets, maxUnits }: Condition): readonly string[] | null {
  if (maxUnits === undefined) return assets ?? null
  const limited = Object.keys(maxUnits)
  return assets === undefined ? limited : limited.filter((one) => assets.some((other) => isSameAddress(one, other)))
}

function limitOf(maxUnits: Condition['maxUnits'], asset: string): bigint | null {
  const found = Object.entries(maxUnits ?? {}).find(([address]) => isSameAddress(address, asset))
  return found ? BigInt(found[1]) : null
}
