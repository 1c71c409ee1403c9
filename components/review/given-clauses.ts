import type { Assessment } from '@/lib/assess/review'
import { type UnnumberedClause, words } from './clause-facts'
import { noEffectWords } from './effect-words'
import { changeOf } from './measured'

/** What a call was allowed to take out of the Safe, beside what the Safe measurably loses: a clause for each asset. */
export function givenClauses({ intent, effects, staged }: Assessment): readonly UnnumberedClause[] {
  const none = noEffectWords(effects)
  return (intent?.call?.gives ?? []).map(({ asset, units }): UnnumberedClause => {
    const name = 'May leave'
    const asked = { kind: 'amount', asset, units } as const
    if (none !== null)
      return effects.kind === 'unavailable'
        ? { name, asked, effect: words(none), mark: 'unknown' }
        : { name, asked, effect: words(none, true), mark: 'missing' }
    const change = changeOf(effects, staged.safe.address, asset.address)
    if (change > 0n)
      return { name, asked, effect: words(`None leaves: the Safe gets ${asset.symbol}.`, true), mark: 'differs' }
    // As INTENT_AMOUNT_MISMATCH has it: exactly what is stated.
    return {
      name,
      asked,
      effect: { kind: 'amount', asset, units: -change },
      mark: -change === units ? 'same' : 'differs',
    }
  })
}
