import type { Hash } from 'viem'
import { enrolSubject } from '@/lib/approve/passkey-subjects'
import { buildPreimage, challengeOf } from '@/lib/approve/preimage'
import type { RegisteredPasskey } from '@/lib/approve/registered-passkey'
import { approvalSubject } from '@/lib/approve/subjects'
import type { ApprovalRecord, ApprovalSubject, StepUpPreimage } from '@/lib/approve/types'
import type { Vouch } from '@/lib/approve/vouches'
import { canonicalize } from '@/lib/core/canonical'
import { contentDigest } from '@/lib/core/digest'
import { assertDemoPasskey, DEMO_AAGUID, demoRegistration } from '@/lib/demo/authenticator'
import type { ApprovalView } from '@/lib/flows/review-page'
import { hash, OWNERS } from '@/tests/builders/reviewed'
import { PLACE, PREIMAGE } from '@/tests/builders/step-up'

type Bound = { readonly safeTxHash: Hash; readonly evidenceDigest: Hash }

/** Ruth's approval, answered by the passkey of `keyOf`: another member's key stands for one that a liar made. */
export function approvalOf(
  bound: Bound,
  change: Partial<StepUpPreimage> = {},
  keyOf = 'ruth',
  more: Pick<ApprovalSubject, 'verdictLine'> = {},
): ApprovalRecord {
  const subject: ApprovalSubject = { ...more, ...bound, acknowledged: [], signatureHash: hash(3) }
  const preimage = buildPreimage({ ...PREIMAGE, subject: approvalSubject(subject), ...change })
  const { challenge } = challengeOf(preimage)
  const { aaguid: _aaguid, ...passkey } = demoRegistration(keyOf, PLACE.rpId, PLACE.origin)
  return {
    memberId: 'ruth',
    memberName: 'Ruth',
    owner: OWNERS[0],
    at: '2026-01-02T03:03:00.000Z',
    subject,
    proof: {
      factor: 'passkey',
      preimage,
      assertion: assertDemoPasskey({ ...PLACE, memberId: keyOf, challenge }),
      passkey,
    },
    isStale: false,
  }
}

/** The demo passkey of `keyOf` as it is registered for a member. */
export function registrationOf(memberId = 'ruth', keyOf = memberId): RegisteredPasskey {
  const { credentialId, publicKey, rpId, isDemo } = demoRegistration(keyOf, PLACE.rpId, PLACE.origin)
  const usableFrom = '2026-01-01T00:00:00.000Z'
  return { credentialId, content: { memberId, publicKey, aaguid: DEMO_AAGUID, rpId, isDemo, usableFrom } }
}

/** A registration with the text of an event that holds it. */
export function enrolled(registered: RegisteredPasskey): NonNullable<ApprovalView['registered']> {
  const { credentialId: id, content } = registered
  const object = { type: 'passkey', id, version: 1, contentHash: contentDigest(content) }
  return { ...registered, leaf: canonicalize({ action: 'bootstrap', object, outcome: 'done' }), vouches: [] }
}

/** Ruth confirms a further passkey with the key of `keyOf`, her own unless it is an attack. */
export function vouchOf(
  { credentialId, content }: RegisteredPasskey,
  change: Partial<StepUpPreimage> = {},
  keyOf = 'ruth',
): Vouch {
  const { publicKey, aaguid, rpId } = content
  const passkey = { credentialId, publicKey, aaguid, rpId }
  const preimage = buildPreimage({
    ...{ ...PREIMAGE, action: 'enrol-passkey', subject: enrolSubject(passkey) },
    ...change,
  })
  const { challenge } = challengeOf(preimage)
  const { aaguid: _aaguid, ...record } = demoRegistration(keyOf, PLACE.rpId, PLACE.origin)
  const assertion = assertDemoPasskey({ ...PLACE, memberId: keyOf, challenge })
  return { passkey, proof: { factor: 'passkey', preimage, assertion, passkey: record } }
}
