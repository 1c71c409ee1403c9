import { allCalls, isSelfCall, type PlacedCall } from '@/lib/assess/calls'
import { isSourceVerified } from '@/lib/assess/known-targets'
import { isVouchedFor } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { type Anomaly, type CallNode, isRead } from '@/lib/decode/types'

const codes = {
  UNDECODED_CALLDATA: 'high',
  CALLDATA_TRAILING: 'high',
  CALLDATA_NONCANONICAL: 'high',
  CALLDATA_TRUNCATED: 'high',
  MULTISEND_MALFORMED: 'critical',
  MULTISEND_ZERO_TO_SELF: 'critical',
  MULTISEND_VIA_CALL: 'critical',
} as const

const say = reporter('undecoded', codes)

const ANOMALIES: Readonly<Record<Anomaly, readonly [code: keyof typeof codes, sentence: string]>> = {
  trailing: [
    'CALLDATA_TRAILING',
    'More bytes follow than the function takes. The contract may read them; this page cannot.',
  ],
  noncanonical: [
    'CALLDATA_NONCANONICAL',
    'The bytes are not the normal encoding of what they say, so readers may differ.',
  ],
  truncated: ['CALLDATA_TRUNCATED', 'Bytes are missing. What is not there is read here as zero, as some contracts do.'],
  'multisend-malformed': [
    'MULTISEND_MALFORMED',
    'The batch is malformed: other tools may show other calls than those that run.',
  ],
}

/** Bytes that cannot be read, or that different readers would read differently. */
export const undecoded: Rule = {
  id: 'undecoded',
  title: 'Readable bytes',
  codes,
  judge: (facts) => {
    const findings = allCalls(facts).flatMap((call) => judgeCall(call, facts))
    return findings.length > 0
      ? findings
      : [say.pass('MULTISEND_MALFORMED', 'Every byte is read, and reads one way only.')]
  },
}

function judgeCall({ node, parent }: PlacedCall, facts: Facts): readonly Finding[] {
  const { path, target } = node
  const findings = node.anomalies.map((anomaly) => {
    const [code, sentence] = ANOMALIES[anomaly]
    return say.fail(code, { path, sentence })
  })
  if (isUnread(node, facts))
    findings.push(
      say.fail('UNDECODED_CALLDATA', {
        path,
        sentence:
          node.provenance === 'too-deep'
            ? `More is inside than is opened here: nobody reads what this does at ${target}.`
            : `Nothing vouches for what ${node.data.slice(0, 10)} does at ${target}${node.elsewhere && ` on ${node.elsewhere}`}.`,
        evidence: node.candidates.map((value) => ({ label: 'Could be', value })),
      }),
    )
  if (node.signature === 'multiSend(bytes)' && node.operation === 0)
    findings.push(
      say.fail('MULTISEND_VIA_CALL', {
        path,
        sentence:
          'The batch contract is called instead of run in place: what it sends is its own, and value sent to it is lost.',
      }),
    )
  const isZeroSelf = parent?.signature === 'multiSend(bytes)' && isSameAddress(node.to, ZERO_ADDRESS)
  if (isZeroSelf && !isSameAddress(node.to, target))
    findings.push(
      say.fail('MULTISEND_ZERO_TO_SELF', {
        path,
        sentence: 'The entry names the zero address, and this batch contract calls the Safe itself in its place.',
      }),
    )
  return findings
}

/**
 * No ABI, or a bare name. Where people vouch for an address, the one known function with that selector is read as its
 * own when the bytes are exactly those of that function.
 */
function isUnread(node: CallNode, facts: Facts): boolean {
  if (node.provenance === 'too-deep') return true
  if (isRead(node) || isSelfCall(node, facts.staged.safe.address)) return false
  if (node.elsewhere !== '') return true
  if (isSourceVerified(facts, node.target)) return false
  return node.readings.length !== 1 || node.anomalies.length > 0 || !isVouchedFor(facts, node.target)
}
