import { allCalls, argument, type PlacedCall, readingsAs } from '@/lib/assess/calls'
import { APPROVE_HASH } from '@/lib/assess/nested-safe'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = {
  APPROVE_HASH_UNRESOLVED: 'critical',
  APPROVE_HASH_PARENT_DANGEROUS: 'critical',
  APPROVE_HASH_RESOLVED: 'info',
} as const
const say = reporter('approve-hash', codes)

/** A hash approved in the name of an owner that is a Safe is a signature: it is as good as what it is the hash of. */
export const approveHash: Rule = {
  id: 'approve-hash',
  title: 'Approvals of other transactions',
  codes,
  judge: (facts) => allCalls(facts).flatMap((call) => judgeCall(call, facts)),
}

function judgeCall({ node }: PlacedCall, { parent }: Facts): readonly Finding[] {
  const { path, target } = node
  return readingsAs(node, APPROVE_HASH).map((reading) => {
    const hash = argument(reading, 0)
    const evidence = [
      { label: 'Approved hash', value: hash },
      { label: 'At the Safe', value: target },
    ]
    if (!parent) {
      const sentence = `Approves a transaction of ${target} that nobody shows. It may do anything.`
      return say.fail('APPROVE_HASH_UNRESOLVED', { path, evidence, sentence })
    }
    const { staged, verdict, findings } = parent
    const isShown =
      staged.hashes.safeTx.toLowerCase() === hash.toLowerCase() && isSameAddress(staged.safe.address, target)
    if (!isShown) {
      const sentence = `Approves another transaction of ${target} than the one that is shown.`
      const shown = { label: 'Hash of the transaction shown', value: staged.hashes.safeTx }
      return say.fail('APPROVE_HASH_UNRESOLVED', { path, evidence: [...evidence, shown], sentence })
    }
    const found = findings
      .filter(({ outcome, severity }) => outcome !== 'pass' && severity !== 'info')
      .map(({ code, sentence }) => ({ label: code, value: sentence }))
    if (verdict === 'block') {
      const sentence = `Approves a transaction of ${target} that is itself to be blocked.`
      return say.fail('APPROVE_HASH_PARENT_DANGEROUS', { path, evidence: [...evidence, ...found], sentence })
    }
    const sentence = `Approves the transaction of ${target} that is shown; its own verdict is ${verdict}.`
    return say.fail('APPROVE_HASH_RESOLVED', { path, evidence: [...evidence, ...found], sentence })
  })
}
