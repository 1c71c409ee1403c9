import { addressArgument, allCalls, argument, isSelfCall, readingsAs } from '@/lib/assess/calls'
import { EXEC_TRANSACTION } from '@/lib/assess/nested-safe'
import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'

const codes = { NESTED_EXEC: 'info' } as const
const say = reporter('nested-exec', codes)

/** A transaction of another Safe, run by this one. What it does is judged like any other call. */
export const nestedExec: Rule = {
  id: 'nested-exec',
  title: 'Executions of other Safes',
  codes,
  judge: (facts) =>
    allCalls(facts).flatMap(({ node }) => {
      if (isSelfCall(node, facts.staged.safe.address)) return []
      return readingsAs(node, EXEC_TRANSACTION).map((reading) =>
        say.fail('NESTED_EXEC', {
          path: node.path,
          sentence: `Makes the Safe ${node.target} execute a transaction of its own.`,
          evidence: [
            { label: 'Calls', value: addressArgument(reading, 0) },
            { label: 'Operation', value: argument(reading, 3) },
          ],
        }),
      )
    }),
}
