import { allCalls, isRejection, isSelfCall } from '@/lib/assess/calls'
import { movementsOf } from '@/lib/assess/movements'
import { amountOf } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { SELF_CALL_NOOP: 'medium', REJECTION_TX: 'info', SELF_TRANSFER: 'info' } as const
const say = reporter('self-call', codes)

/** Calls of the Safe to itself that change nothing. */
export const selfCall: Rule = {
  id: 'self-call',
  title: 'Calls of the Safe to itself',
  codes,
  judge: (facts) => [...rejection(facts), ...noops(facts), ...transfers(facts)],
}

function rejection(facts: Facts): readonly Finding[] {
  if (!isRejection(facts)) return []
  const sentence = `Does nothing but use up nonce ${facts.staged.tx.nonce}, so that nothing else can run with it.`
  return [say.fail('REJECTION_TX', { path: facts.call.path, sentence })]
}

function noops(facts: Facts): readonly Finding[] {
  const { safe } = facts.staged
  return allCalls(facts).flatMap(({ node }) => {
    if (!isSelfCall(node, safe.address) || node.data === '0x' || node.signature !== '') return []
    // What is too deep to be opened is a function that this Safe has.
    if (node.provenance === 'too-deep') return []
    const sentence = `A Safe ${safe.version} has no function ${node.data.slice(0, 10)}. The call succeeds and does nothing.`
    return [say.fail('SELF_CALL_NOOP', { path: node.path, sentence })]
  })
}

function transfers(facts: Facts): readonly Finding[] {
  const { address } = facts.staged.safe
  return movementsOf(facts).flatMap(({ from, recipient, asset, units, path }) => {
    if (!isSameAddress(from, address) || !isSameAddress(recipient, address)) return []
    return [
      say.fail('SELF_TRANSFER', { path, sentence: `Sends ${amountOf(facts, asset, units)} from the Safe to itself.` }),
    ]
  })
}
