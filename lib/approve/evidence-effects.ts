import { sortCanonical } from '@/lib/approve/sort-canonical'
import type { Json } from '@/lib/core/canonical'
import type { BalanceChange, CodeChange, Effects, ItemChange } from '@/lib/simulate/types'
import type { Intent } from '@/lib/stage/types'

/**
 * Effects as they enter the evidence digest: what changes, never the balances, blocks, times or node names around it
 * (SPEC §5). Outside the intent's assets a change counts by direction only, since such amounts move with the market.
 */
export function effectsRecord(effects: Effects, intent: Intent | null): Json {
  if (effects.kind === 'unavailable') return { kind: 'unavailable' }
  return {
    kind: 'simulated',
    status: effects.status,
    changes: changeRecords(effects.balances, intent),
    approvals: sortCanonical(
      effects.approvals.map(({ token, owner, spender, units }) => ({
        token: token.toLowerCase(),
        owner: owner.toLowerCase(),
        spender: spender.toLowerCase(),
        units: units === null ? null : units.toString(),
      })),
    ),
    safeStorage: sortCanonical(
      effects.safeStorage.map(({ slot, label, before, after }) => ({
        slot: slot.toLowerCase(),
        label,
        before: before.toLowerCase(),
        after: after.toLowerCase(),
      })),
    ),
    // Only where there is some, so that a digest from before it was kept stays what it is.
    ...(effects.code !== undefined && effects.code.length > 0 ? { code: codeRecords(effects.code) } : {}),
    ...(effects.items !== undefined && effects.items.length > 0 ? { items: itemRecords(effects.items) } : {}),
    touched: sortCanonical(
      effects.touched.map(({ address, codeHash, implementation }) => ({
        address: address.toLowerCase(),
        codeHash: codeHash.toLowerCase(),
        implementation: implementation === null ? null : implementation.toLowerCase(),
      })),
    ),
  }
}

const codeRecords = (changes: readonly CodeChange[]): Json =>
  sortCanonical(
    changes.map(({ address, before, after }) => ({
      address: address.toLowerCase(),
      before: before === null ? null : before.toLowerCase(),
      after: after === null ? null : after.toLowerCase(),
    })),
  )

const itemRecords = (changes: readonly ItemChange[]): Json =>
  sortCanonical(
    changes.map(({ token, id, account, before, after }) => ({
      token: token.toLowerCase(),
      id: id.toString(),
      account: account.toLowerCase(),
      change: (after - before).toString(),
    })),
  )

function changeRecords(balances: readonly BalanceChange[], intent: Intent | null): Json {
  const intended = new Set(intent?.legs.map(({ asset }) => asset.address.toLowerCase()))
  const sums = new Map<string, { account: string; asset: string; units: bigint }>()
  for (const { account, asset, before, after } of balances) {
    const place = { account: account.toLowerCase(), asset: asset.toLowerCase() }
    const key = `${place.account} ${place.asset}`
    sums.set(key, { ...place, units: (sums.get(key)?.units ?? 0n) + after - before })
  }
  return sortCanonical(
    [...sums.values()]
      .filter(({ units }) => units !== 0n)
      .map(({ account, asset, units }) => ({
        account,
        asset,
        change: intended.has(asset) ? units.toString() : units > 0n ? 'in' : 'out',
      })),
  )
}
