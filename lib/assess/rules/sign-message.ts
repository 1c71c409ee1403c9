import { allCalls, argument, isSelfCall, type PlacedCall } from '@/lib/assess/calls'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { SIGN_MESSAGE_OPAQUE: 'high' } as const
const say = reporter('sign-message', codes)

const DIGEST_DIGITS = 64

/** A message signed in the Safe's name, for ever: an order, a permit, a login. As 32 bytes nobody can tell which. */
export const signMessage: Rule = {
  id: 'sign-message',
  title: 'Messages signed by the Safe',
  codes,
  judge: (facts) => allCalls(facts).flatMap((call) => judgeCall(call, facts)),
}

// The Safe signs by its own code in the library, or by its own function before 1.3.0. A plain call signs for nobody.
function judgeCall({ node }: PlacedCall, { staged }: Facts): readonly Finding[] {
  const isSigning = node.operation === 1 || isSelfCall(node, staged.safe.address)
  if (!isSigning || node.signature !== 'signMessage(bytes)') return []
  const message = argument(node, 0)
  if (message.length !== 2 + DIGEST_DIGITS) return []
  const sentence = `Signs ${message} in the Safe's name. It is the hash of something that is not shown.`
  return [
    say.fail('SIGN_MESSAGE_OPAQUE', { path: node.path, sentence, evidence: [{ label: 'Digest', value: message }] }),
  ]
}
