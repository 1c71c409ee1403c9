import { allCalls, isSelfCall } from '@/lib/assess/calls'
import { codeAt, isVerifiedTarget, isWithoutCode } from '@/lib/assess/known-contract'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'

const codes = { NO_CODE_WITH_CALLDATA: 'high', TARGET_UNVERIFIED: 'medium' } as const
const say = reporter('target-code', codes)

/** What runs where calldata is sent: nothing at all, or code whose source nobody can read. */
export const targetCode: Rule = {
  id: 'target-code',
  title: 'Code at the targets',
  codes,
  needs: 'code',
  judge: (facts) => allCalls(facts).flatMap(({ node }) => judgeCall(node, facts)),
}

function judgeCall(node: CallNode, facts: Facts): readonly Finding[] {
  const { path, target, operation } = node
  const isPayment = operation === 0 && node.data === '0x'
  if (isPayment || node.elsewhere !== '' || isSelfCall(node, facts.staged.safe.address)) return []
  // Foreign code without code has a code of its own, which is worse.
  if (operation === 0 && isWithoutCode(facts, target)) {
    const sentence = `${target} has no code: the call succeeds, keeps any value sent, and does nothing that its calldata says.`
    return [say.fail('NO_CODE_WITH_CALLDATA', { path, sentence })]
  }
  if (codeAt(facts, target)?.verified !== false || isVerifiedTarget(facts, target)) return []
  return [say.fail('TARGET_UNVERIFIED', { path, sentence: `Nobody has published the source of ${target}.` })]
}
