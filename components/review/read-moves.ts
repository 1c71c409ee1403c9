import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import { disagreementKey, type LogDisagreement, logDisagreements } from '@/lib/simulate/log-disagreements'
import type { AssetAddress } from '@/lib/stage/types'
import type { Move } from '../ui/moves-table'
import type { Assessed } from './assessed'
import { assetOf } from './stray-clauses'
import { nameOrAddress } from './known-name'
import { moneyWords } from './money-words'

/** Everything that moves, the Safe first, then recipients as asked, then whoever else; and whether each asset sums to zero. */
export function readMoves(assessed: Assessed): { readonly moves: readonly Move[]; readonly sentence: string } {
  const { effects, staged, intent } = assessed.assessment
  if (effects.kind === 'unavailable') return { moves: [], sentence: 'Unknown, because nothing was simulated.' }
  const rank = (account: Address): number => {
    if (isSameAddress(account, staged.safe.address)) return -1
    const place = intent?.legs.findIndex((leg) => isSameAddress(leg.recipient, account)) ?? -1
    return place < 0 ? Number.MAX_SAFE_INTEGER : place
  }
  const changes = effects.balances.filter(({ before, after }) => before !== after)
  const { items = [] } = effects
  const { balances, logged } = effects
  // Nothing is said where logs were not kept.
  const told: ReadonlyMap<string, LogDisagreement> = logged
    ? logDisagreements({ balances, logged }, (token) => assetOf(assessed, token).isRegistered)
    : new Map()
  const unmoved = [...told.values()]
    .filter(({ measured }) => measured === 0n)
    .map(({ account, token }) => ({ account, asset: token, before: null, after: null }))
  const ofItems = [...items]
    .sort((a, b) => rank(a.account) - rank(b.account))
    .map(({ account, token, id, before, after }): Move => {
      const { symbol } = assetOf(assessed, token)
      const asset = `number ${id} of ${symbol}`
      return {
        account: nameOrAddress(account, assessed),
        ...{ asset, decimals: 0, before, after },
        change: after - before,
      }
    })
  const moves = [...changes, ...unmoved]
    .sort((a, b) => rank(a.account) - rank(b.account))
    .map(({ account, asset, before, after }): Move => {
      const { symbol, decimals, isRegistered } = assetOf(assessed, asset)
      const other = told.get(disagreementKey(account, asset))
      return {
        account: nameOrAddress(account, assessed),
        asset: isRegistered ? symbol : `base units of ${symbol}`,
        decimals,
        before,
        change: before === null ? 0n : after - before,
        after,
        ...(other && { logged: other.logged }),
        ...(asset === 'native' && { hasNoLogs: true }),
      }
    })
  const hasLoggedMoves = logged !== undefined && changes.some(({ asset }) => asset !== 'native')
  const sentences = [
    sumSentence(assessed, changes),
    ...itemSentence(items.length),
    ...logSentence(told, hasLoggedMoves),
  ]
  return { moves: [...moves, ...ofItems], sentence: sentences.join(' ') }
}

// An item that is exchanged for another one leaves the balance of its collection as it was.
const itemSentence = (count: number): readonly string[] =>
  count === 0 ? [] : ['Items of collections change hands, each by its number.']

// Who reads logs alone, as explorers and wallets do, is told something else.
function logSentence({ size }: ReadonlyMap<string, LogDisagreement>, hasLoggedMoves: boolean): readonly string[] {
  if (size === 0) return hasLoggedMoves ? ['The logs of the tokens say the same.'] : []
  return [
    `The logs of the tokens say otherwise in ${size} of these rows. What moves is measured in balances, not read from logs.`,
  ]
}

function sumSentence(
  assessed: Assessed,
  changes: readonly { asset: AssetAddress; before: bigint; after: bigint }[],
): string {
  if (changes.length === 0) return 'No balance changes.'
  const sums = new Map<AssetAddress, bigint>()
  for (const { asset, before, after } of changes) sums.set(asset, (sums.get(asset) ?? 0n) + after - before)
  const uneven = [...sums].filter(([, sum]) => sum !== 0n)
  if (uneven.length === 0) return 'Each asset sums to zero; no other account changes.'
  const parts = uneven.map(([asset, sum]) => moneyWords(sum, assetOf(assessed, asset)))
  return `These do not sum to zero: ${parts.join(', ')}.`
}
