import { findChain } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import { paymentsOf } from '@/lib/stage/payments-of'
import type { Asset, AssetAddress } from '@/lib/stage/types'
import type { Assessed } from './assessed'
import { type UnnumberedClause, words } from './clause-facts'
import { nameOrAddress } from './known-name'
import { type MeasuredChange, measuredChanges } from './measured'
import { moneyWords } from './money-words'

/** Balance changes that nobody asked for, a clause each. */
export function strayClauses(assessed: Assessed): readonly UnnumberedClause[] {
  const { staged, intent, effects } = assessed.assessment
  // What a call may take has a clause of its own, and is the contract's afterwards.
  const asked = intent === null ? [] : paymentsOf(intent)
  const isAsked = ({ account, asset }: MeasuredChange): boolean =>
    asked.some(
      ({ leg }) =>
        isSameAddress(leg.asset.address, asset) &&
        (isSameAddress(leg.recipient, account) || isSameAddress(staged.safe.address, account)),
    )
  const items = (effects.kind === 'simulated' ? (effects.items ?? []) : [])
    .filter(({ account, token }) => !isAsked({ account, asset: token, units: 0n }))
    .map(({ account, token, id, before, after }): UnnumberedClause => {
      const verb = after > before ? 'receives' : 'loses'
      const count = after > before ? after - before : before - after
      const what = `${count === 1n ? '' : `${count} of `}number ${id} of ${nameOrAddress(token, assessed)}`
      const effect = words(`${nameOrAddress(account, assessed)} ${verb} ${what}.`, true)
      return { name: 'Not asked for', asked: words('Nothing'), effect, mark: 'added' }
    })
  const balances = measuredChanges(effects)
    .filter((change) => !isAsked(change))
    .map(({ account, asset, units }): UnnumberedClause => {
      const verb = units > 0n ? 'receives' : 'loses'
      const amount = moneyWords(units < 0n ? -units : units, assetOf(assessed, asset))
      return {
        name: 'Not asked for',
        asked: words('Nothing'),
        effect: words(`${nameOrAddress(account, assessed)} ${verb} ${amount}.`, true),
        mark: 'added',
      }
    })
  return [...balances, ...items]
}

/** The asset as far as this review knows it: from the intent or the registry, the chain's own coin, or base units of a named contract. */
export function assetOf(
  { assessment, assets, ...rest }: Assessed,
  asset: AssetAddress,
): Asset & { readonly isRegistered: boolean } {
  const { chainId } = assessment.staged.safe
  const known = assets ?? assessment.intent?.legs.map((leg) => leg.asset) ?? []
  const registered = known.find(({ address }) => isSameAddress(address, asset))
  if (registered) return { ...registered, isRegistered: true }
  const native = findChain(chainId)?.native
  if (asset === 'native')
    return {
      chainId,
      address: asset,
      symbol: native?.symbol ?? 'coin',
      decimals: native?.decimals ?? 0,
      isRegistered: native !== undefined,
    }
  return {
    chainId,
    address: asset,
    symbol: nameOrAddress(asset, { assessment, ...rest }),
    decimals: 0,
    isRegistered: false,
  }
}
