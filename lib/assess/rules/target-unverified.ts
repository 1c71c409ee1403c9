import { allCalls, type PlacedCall } from '@/lib/assess/calls'
import { codeAt, isSourceVerified } from '@/lib/assess/known-targets'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { TARGET_UNVERIFIED: 'medium' } as const
const say = reporter('target-unverified', codes)

/** Calls of contracts whose source nobody published: what they do with the bytes cannot be read anywhere. */
export const targetUnverified: Rule = {
  id: 'target-unverified',
  title: 'Source of called contracts',
  codes,
  needs: { TARGET_UNVERIFIED: ['code.verified'] },
  judge: (facts) => allCalls(facts).flatMap((call) => judgeCall(call, facts)),
}

function judgeCall({ node }: PlacedCall, facts: Facts): readonly Finding[] {
  const { path, target } = node
  const runsCode = node.data !== '0x' || node.operation === 1
  const known = codeAt(facts, target)
  if (
    !runsCode ||
    node.elsewhere !== '' ||
    isSourceVerified(facts, target) ||
    known?.isVerified !== false ||
    known.hasCode === false
  )
    return []
  const sentence = `The source of ${target} is not verified. Nobody outside can read what it does.`
  return [say.fail('TARGET_UNVERIFIED', { path, sentence, evidence: [{ label: 'Called', value: target }] })]
}
