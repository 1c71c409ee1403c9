import { amountOf } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { BalanceChange } from '@/lib/simulate/types'

const codes = { BALANCE_EMPTIED: 'medium' } as const
const say = reporter('emptied', codes)

/** One part in so many that has to stay; with less left an asset counts as taken out of the Safe. */
const LEAST_LEFT = 10n

/** An asset of which a transaction leaves next to nothing: thefts take all, and treasuries seldom mean to. */
export const emptied: Rule = {
  id: 'emptied',
  title: 'What stays in the Safe',
  codes,
  // What the Safe holds changes without this transaction.
  drifts: true,
  needs: { BALANCE_EMPTIED: ['simulation'] },
  judge: (facts): readonly Finding[] => {
    const { effects, staged } = facts
    // An absent or failed simulation is a finding of its own.
    if (effects.kind === 'unavailable' || effects.status !== 'success') return []
    const taken = effects.balances.filter(
      (change) => isSameAddress(change.account, staged.safe.address) && isEmptied(change),
    )
    if (taken.length === 0) return [say.pass('BALANCE_EMPTIED', 'A tenth or more stays of everything that leaves.')]
    return taken.map(({ asset, before, after }) => {
      const money = (units: bigint) => amountOf(facts, asset, units)
      const left = after === 0n ? 'none of it stays' : `only ${money(after)} stay`
      return say.fail('BALANCE_EMPTIED', {
        sentence: `The Safe holds ${money(before)}, and ${left}.`,
        evidence: [
          { label: 'Before', value: money(before) },
          { label: 'After', value: money(after) },
        ],
      })
    })
  },
}

const isEmptied = ({ before, after }: BalanceChange): boolean => after < before && after * LEAST_LEFT < before
