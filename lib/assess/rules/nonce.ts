import { isRejection } from '@/lib/assess/calls'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { NONCE_CONFLICT: 'high', NONCE_PAST: 'high', NONCE_GAP: 'low' } as const
const say = reporter('nonce', codes)

/** The place in the queue. A nonce is used once, so of two withdrawals with the same nonce one can never run. */
export const nonce: Rule = {
  id: 'nonce',
  title: 'Nonce and queue',
  codes,
  drifts: true,
  needs: { NONCE_CONFLICT: ['competing'], NONCE_PAST: ['onchainNonce'], NONCE_GAP: ['onchainNonce'] },
  judge: (facts) => {
    const findings = [...conflicts(facts), ...position(facts)]
    return findings.length > 0
      ? findings
      : [say.pass('NONCE_CONFLICT', 'The nonce is the next one and nobody else uses it.')]
  },
}

function conflicts(facts: Facts): readonly Finding[] {
  // A rejection is there to take another's nonce.
  if (isRejection(facts)) return []
  const { tx, hashes } = facts.staged
  const rivals = facts.queue.others.filter((other) => other.nonce === tx.nonce && other.safeTxHash !== hashes.safeTx)
  if (rivals.length === 0) return []
  return [
    say.fail('NONCE_CONFLICT', {
      sentence: `Nonce ${tx.nonce} is also used by ${rivals.map(({ id }) => id).join(', ')}. Only one of them can run.`,
      evidence: rivals.map(({ id, safeTxHash }) => ({ label: id, value: safeTxHash ?? 'hash not given' })),
    }),
  ]
}

function position({ staged, queue }: Facts): readonly Finding[] {
  const { nonce: own } = staged.tx
  const next = queue.onchainNonce
  if (next === null) return [say.unknown('NONCE_PAST', { sentence: 'The chain did not say which nonce is next.' })]
  if (own < next)
    return [
      say.fail('NONCE_PAST', { sentence: `Nonce ${own} is used up; the next one is ${next}. This can never run.` }),
    ]
  const between = new Set(queue.others.map((other) => other.nonce).filter((it) => it >= next && it < own))
  const missing = own - next - BigInt(between.size)
  if (missing === 0n) return []
  const sentence = `${missing} nonces before ${own} belong to nothing. This waits until something uses them.`
  return [
    say.fail('NONCE_GAP', {
      sentence:
        missing === 1n ? `One nonce before ${own} belongs to nothing. This waits until something uses it.` : sentence,
    }),
  ]
}
