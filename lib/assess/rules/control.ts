import { type ControlChange, controlChanges } from '@/lib/assess/control-changes'
import { codeAt, isKnownTarget } from '@/lib/assess/known-targets'
import { isVouchedFor, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = {
  OWNERSHIP_TRANSFER_UNKNOWN: 'critical',
  UPGRADE_IMPLEMENTATION_UNKNOWN: 'critical',
  ROLE_GRANT_UNKNOWN: 'critical',
  OWNERSHIP_TRANSFER: 'high',
  UPGRADE_IMPLEMENTATION: 'high',
} as const
const say = reporter('control', codes)

/** Who controls the contracts that the Safe controls, and which code they run. */
export const control: Rule = {
  id: 'control',
  title: 'Control of other contracts',
  codes,
  judge: (facts) => controlChanges(facts).flatMap((change) => judgeChange(change, facts)),
}

function judgeChange({ path, node, kind, incoming }: ControlChange, facts: Facts): readonly Finding[] {
  const at = who(facts, node.target)
  if (incoming === null) {
    const sentence = `Nobody controls ${at} afterwards, and nobody can ever take it back.`
    return [say.fail('OWNERSHIP_TRANSFER', { path, sentence, evidence: [{ label: 'Contract', value: node.target }] })]
  }
  const evidence = [
    { label: 'Contract', value: node.target },
    { label: kind === 'implementation' ? 'New code at' : 'New holder', value: incoming },
  ]
  const fail = (code: keyof typeof codes, sentence: string) => [say.fail(code, { path, evidence, sentence })]
  const name = who(facts, incoming)
  const isHere = node.elsewhere === ''
  if (kind === 'implementation') {
    const isKnown = isHere && (isKnownTarget(facts, incoming) || codeAt(facts, incoming)?.isVerified === true)
    return isKnown
      ? fail('UPGRADE_IMPLEMENTATION', `${at} then runs other code, at ${name}.`)
      : fail('UPGRADE_IMPLEMENTATION_UNKNOWN', `${at} then runs the code at ${incoming}, which nobody here has read.`)
  }
  if (kind === 'role') {
    const isKnown = isVouchedFor(facts, incoming) || (isHere && isKnownTarget(facts, incoming))
    return isKnown ? [] : fail('ROLE_GRANT_UNKNOWN', `${incoming}, which nobody here knows, gets a role in ${at}.`)
  }
  return isVouchedFor(facts, incoming)
    ? fail('OWNERSHIP_TRANSFER', `${name} controls ${at} afterwards.`)
    : fail('OWNERSHIP_TRANSFER_UNKNOWN', `${incoming}, which is no contact, controls ${at} afterwards.`)
}
