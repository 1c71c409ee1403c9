import { allCalls, isSelfCall, readingsOf } from '@/lib/assess/calls'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'

const codes = { NESTED_EXEC: 'info' } as const
const say = reporter('nested-exec', codes)

/** A transaction of another Safe inside this one. What it does is judged like everything else in the tree. */
export const nestedExec: Rule = {
  id: 'nested-exec',
  title: 'Transactions of other Safes',
  codes,
  judge: (facts) =>
    allCalls(facts).flatMap(({ node }) => {
      if (isSelfCall(node, facts.staged.safe.address)) return []
      if (!readingsOf(node).some(({ signature }) => signature.startsWith('execTransaction('))) return []
      const sentence = `Makes ${who(facts, node.target)} run a transaction of its own, if it is a Safe with these signatures.`
      return [say.fail('NESTED_EXEC', { path: node.path, sentence })]
    }),
}
