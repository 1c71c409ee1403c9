import { grantsOf } from '@/lib/assess/grants'
import { amountOf, isVouchedFor, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'

const codes = { ALLOWANCE_MODULE_GRANT_UNKNOWN: 'critical', ALLOWANCE_MODULE_GRANT: 'medium' } as const
const say = reporter('spending-limits', codes)

/** Limits of an AllowanceModule: whoever holds one takes that much from the Safe with no owner's signature. */
export const spendingLimits: Rule = {
  id: 'spending-limits',
  title: 'Spending limits',
  codes,
  judge: (facts) =>
    grantsOf(facts).flatMap(({ path, kind, token, spender, units }) => {
      if (kind !== 'limit' || units === 0n) return []
      const isKnown = isVouchedFor(facts, spender)
      const what =
        units === null
          ? 'becomes a delegate, with whatever limits are kept for it'
          : `may take ${amountOf(facts, isNative(token) ? 'native' : token, units)}, again and again where it resets`
      return [
        say.fail(isKnown ? 'ALLOWANCE_MODULE_GRANT' : 'ALLOWANCE_MODULE_GRANT_UNKNOWN', {
          path,
          sentence: `${who(facts, spender)} ${what}, with no owner asked${isKnown ? '' : '. Nobody here knows this address'}.`,
          evidence: [{ label: 'Delegate', value: spender }],
        }),
      ]
    }),
}

/** The module writes ether as the zero address. */
const isNative = (token: string): boolean => BigInt(token) === 0n
