import { allCalls, type PlacedCall } from '@/lib/assess/calls'
import { isWithoutCode } from '@/lib/assess/known-targets'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { NO_CODE_WITH_CALLDATA: 'high' } as const
const say = reporter('no-code', codes)

/** A call that nothing answers: it succeeds, value moves, and the function that the bytes name never runs. */
export const noCode: Rule = {
  id: 'no-code',
  title: 'Calls to accounts without code',
  codes,
  needs: { NO_CODE_WITH_CALLDATA: ['code'] },
  judge: (facts) => allCalls(facts).flatMap((call) => judgeCall(call, facts)),
}

function judgeCall({ node }: PlacedCall, facts: Facts): readonly Finding[] {
  const { path, target, data } = node
  if (node.elsewhere !== '' || node.operation !== 0 || data === '0x' || !isWithoutCode(facts, target)) return []
  const sentence = `${target} has no code. The call succeeds, and nothing does what ${data.slice(0, 10)} asks for.`
  return [say.fail('NO_CODE_WITH_CALLDATA', { path, sentence, evidence: [{ label: 'Called', value: target }] })]
}
