import { allCalls, readingsOf } from '@/lib/assess/calls'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'

const codes = { TIMELOCK_SCHEDULE: 'medium', CROSS_CHAIN_MESSAGE: 'medium' } as const
const say = reporter('later', codes)

const SCHEDULE = /^(schedule|scheduleBatch|queueTransaction)\(|^queue\(address\[\]/
const MESSAGE =
  /^(sendMessage|depositTransaction|(unsafeC|c)reateRetryableTicket|sendTxToL1|outboundTransfer(CustomRefund)?|depositEth|withdrawEth)\(/

/** What does not happen here and now: calls that a timelock runs later, and messages that run on another chain. */
export const later: Rule = {
  id: 'later',
  title: 'Later and elsewhere',
  codes,
  judge: (facts) => allCalls(facts).flatMap(({ node }) => judgeCall(node, facts)),
}

function judgeCall(node: CallNode, facts: Facts): readonly Finding[] {
  const { path, target } = node
  const does = (what: RegExp) => readingsOf(node).some(({ signature }) => what.test(signature))
  const inside = node.children.map(({ path: at }) => at).join(', ')
  const judged = inside === '' ? '' : ` What it carries is judged too: ${inside}.`
  if (does(SCHEDULE)) {
    const sentence = `${who(facts, target)} runs this later, when nobody is asked again.${judged}`
    return [say.fail('TIMELOCK_SCHEDULE', { path, sentence })]
  }
  if (!does(MESSAGE) || node.elsewhere !== '') return []
  const sentence = `This takes effect on another chain, where nothing is simulated.${judged}`
  return [say.fail('CROSS_CHAIN_MESSAGE', { path, sentence, evidence: [{ label: 'Sent by', value: target }] })]
}
