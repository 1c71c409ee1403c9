import { isSameAddress } from '@/lib/core/address'
import type { Condition, Outflow, Policy } from '@/lib/policy/types'

/** The windows that policies look at, in seconds, each once. */
export function rollingWindows(policies: readonly Policy[]): readonly number[] {
  const conditions = policies.flatMap(({ rules, overlays }): readonly Condition[] => [
    ...rules.map(({ when }) => when),
    ...overlays.map(({ unless }) => unless),
  ])
  return [...new Set(conditions.flatMap(({ rolling }) => (rolling ? [rolling.seconds] : [])))].sort((a, b) => a - b)
}

/** Base units of an asset that left, or are reserved to leave, within a window. */
export const rollingOutflow = (outflows: readonly Outflow[], seconds: number, asset: string): bigint =>
  outflows
    .filter((one) => one.seconds === seconds && isSameAddress(one.asset, asset))
    .reduce((sum, { units }) => sum + units, 0n)
