import { allCalls, readingsOf } from '@/lib/assess/calls'
import { amountOf, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'
import { candidatesFor } from '@/lib/decode/candidates'

const codes = { NATIVE_VALUE_WITH_NONPAYABLE_CALL: 'high' } as const
const say = reporter('non-payable', codes)

/** Ether beside a function that takes none: it reverts, or someone means the amount to be misread. */
export const nonPayable: Rule = {
  id: 'non-payable',
  title: 'Ether with calls',
  codes,
  judge: (facts) =>
    allCalls(facts).flatMap(({ node }) => {
      const { path, value, operation, data, target } = node
      if (value === 0n || operation !== 0 || data === '0x') return []
      const known = candidatesFor(data.slice(0, 10).toLowerCase())
      const entries = readingsOf(node).map(({ signature }) => known.find((it) => it.signature === signature)?.entry)
      const takesNone =
        entries.length > 0 && entries.every((entry) => entry !== undefined && entry.stateMutability !== 'payable')
      if (!takesNone) return []
      const what = readingsOf(node)
        .map(({ signature }) => signature)
        .join(' or ')
      const sentence = `Sends ${amountOf(facts, 'native', value)} along with ${what} of ${who(facts, target)}, which takes no ether.`
      return [say.fail('NATIVE_VALUE_WITH_NONPAYABLE_CALL', { path, sentence })]
    }),
}
