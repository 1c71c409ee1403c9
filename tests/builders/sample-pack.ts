import { buildPreimage, challengeOf } from '@/lib/approve/preimage'
import { approvalSubject, executeSubject, stageSubject } from '@/lib/approve/subjects'
import type { StepUpAction } from '@/lib/approve/types'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { buildPack, sectionKey } from '@/lib/audit/pack'
import { setupContent } from '@/lib/audit/setup'
import type { AuditActor, AuditEvent, EvidencePack } from '@/lib/audit/types'
import type { Json } from '@/lib/core/canonical'
import { contentDigest, type Digest } from '@/lib/core/digest'
import { encodeWire } from '@/lib/core/wire'
import { assertDemoPasskey, demoRegistration } from '@/lib/demo/authenticator'
import { hashSafeTx } from '@/lib/stage/hash'
import type { Intent, SafeRef } from '@/lib/stage/types'
import { registrationOf } from '@/tests/builders/passkey-approval'
import { hash, OWNERS } from '@/tests/builders/reviewed'
import { sampleCheckpoint, sampleKey, sampleLeaves } from '@/tests/builders/sample-log'
import { PLACE, PREIMAGE } from '@/tests/builders/step-up'

// A small honest pack, event by event, for tests that forge one: whoever writes the log can write any of these.
export const AT = '2026-01-02T03:03:00.000Z'
const SAFE: SafeRef = { chainId: 31337, address: '0x00000000000000000000000000000000000000aa', version: '1.4.1' }
const ZERO = '0x0000000000000000000000000000000000000000'
const MEMBERS = ['ines', 'ruth', 'tomas', 'eli']

/** An event with the content that its hash is of; a pack carries the content unless it is withheld. */
export type SampleEntry = {
  readonly action: string
  readonly type: string
  readonly id: string
  readonly content: Json
  readonly actor?: AuditActor
  readonly subject?: string
  readonly at?: string
  readonly outcome?: 'done' | 'refused'
}

const member = (id: string): AuditActor => ({ kind: 'member', id })

/** A member's passkey answering one challenge. @param change of the preimage; `nonce` tells two challenges apart */
export function answerOf(memberId: string, action: StepUpAction, subject: Digest, change = {}) {
  const preimage = buildPreimage({ ...PREIMAGE, member: memberId, action, subject, ...change })
  const { challenge, digest } = challengeOf(preimage)
  const { aaguid: _aaguid, ...passkey } = demoRegistration(memberId, PLACE.rpId, PLACE.origin)
  const proof = {
    factor: 'passkey',
    preimage,
    assertion: assertDemoPasskey({ ...PLACE, memberId, challenge }),
    passkey,
  }
  return { proof, challenge: digest }
}

/** The staging of a payment of so much, with its review. */
export function stagingOf(
  id: string,
  amount = 250n,
  change = {},
  shown: object = {},
): readonly [stage: SampleEntry, review: SampleEntry] {
  const asset = { chainId: SAFE.chainId, address: 'native', symbol: 'ETH', decimals: 18 } as const
  const intent: Intent = { legs: [{ asset, recipient: OWNERS[0], units: amount }], purpose: 'Rent', reference: id }
  const tx = {
    to: OWNERS[0],
    value: amount,
    data: '0x',
    operation: 0,
    safeTxGas: 0n,
    baseGas: 0n,
    gasPrice: 0n,
  } as const
  const full = { ...tx, gasToken: ZERO, refundReceiver: ZERO, nonce: 7n } as const
  const { safeTx: safeTxHash } = hashSafeTx(SAFE, full)
  const subject = stageSubject({ class: 'transfer', safe: SAFE, intent, nonce: null })
  const { proof: stageProof, challenge: stageChallenge } = answerOf('ines', 'stage', subject, change)
  const digits = Object.entries(full).map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value])
  const content: Json = {
    ...{ class: 'transfer', chainId: SAFE.chainId, safeAddress: SAFE.address, safeVersion: SAFE.version },
    ...{ initiatorId: 'ines', intent: encodeWire(intent), ...Object.fromEntries(digits), safeTxHash },
    ...{ stageProof, stageChallenge },
  }
  return [
    { action: 'stage', type: 'withdrawal', id, content, actor: member('ines'), subject },
    {
      ...{ action: 'review', type: 'review', id: `review of ${id}`, actor: member('ines'), subject: id },
      content: { installation: 'acme', safeTxHash, effects: `pays ${amount}`, ...shown },
    },
  ]
}

type Staging = ReturnType<typeof stagingOf>
const boundBy = ([stage, review]: Staging) => ({
  ...{ safeTxHash: Object(stage.content).safeTxHash as Digest, evidenceDigest: contentDigest(review.content) },
})

/** A member's approval of what was staged. @param change of the preimage */
export function approvalBy(memberId: string, staging: Staging, change = {}, verdictLine?: string): SampleEntry {
  const line = verdictLine === undefined ? {} : { verdictLine }
  const bound = { ...boundBy(staging), acknowledged: [], signatureHash: hash(3), ...line }
  const subject = approvalSubject(bound)
  const content: Json = {
    ...{ withdrawalId: staging[0].id, memberId, owner: OWNERS[0], evidenceDigest: bound.evidenceDigest },
    ...{ subject: bound, ...answerOf(memberId, 'approve', subject, change) },
  }
  return { action: 'approve', type: 'approval', id: `by ${memberId}`, content, actor: member(memberId), subject }
}

/** Eli taking the signatures of what was staged. */
export function handOverOf(staging: Staging, change = {}): SampleEntry {
  const bound = { ...boundBy(staging), executor: OWNERS[1] }
  const subject = executeSubject(bound)
  const content: Json = {
    ...{ withdrawalId: staging[0].id, executorId: 'eli', executorAddress: bound.executor },
    ...{ evidenceDigest: bound.evidenceDigest, ...answerOf('eli', 'execute', subject, change) },
  }
  return { action: 'hand-over', type: 'submission', id: 'attempt', content, actor: member('eli'), subject }
}

/** The enrolment of a member's demo passkey, as the setup writes it. */
export function enrolmentOf(memberId: string, change: object = {}): SampleEntry {
  const { credentialId, content } = registrationOf(memberId)
  return bootstrapped('passkey', credentialId, { ...content, ...change })
}

export const bootstrapped = (type: string, id: string, content: Json): SampleEntry => ({
  ...{ action: 'bootstrap', type, id, content, actor: { kind: 'bootstrap' } },
})

/** The setup of a desk with these passkeys, closed. */
export function setupOf(passkeys: readonly SampleEntry[] = MEMBERS.map((id) => enrolmentOf(id))): SampleEntry[] {
  const written = [bootstrapped('installation', 'acme', { name: 'Acme', factorCoolingSeconds: 60 }), ...passkeys]
  return [...written, bootstrapped('bootstrap', 'acme', setupContent(written.map(objectOf)))]
}

export const W1 = stagingOf('W-1')

/** Setup, staging, two approvals and a hand-over. */
export const honestEntries = (): SampleEntry[] => [
  ...setupOf(),
  ...W1,
  { ...W1[0], action: 'withdrawal staged → screening', subject: '' },
  approvalBy('ruth', W1),
  approvalBy('tomas', W1),
  handOverOf(W1),
  { ...handOverOf(W1), action: 'report-submission', subject: hash(8) },
]

/** A pack of a log that holds exactly these events. @param isShown leaves out events; @param isHeld leaves out sections */
export function packOf(
  entries: readonly SampleEntry[],
  {
    isShown = () => true,
    isHeld = ({ type }) => type !== 'installation',
  }: { isShown?: (entry: SampleEntry) => boolean; isHeld?: (entry: SampleEntry) => boolean } = {},
): EvidencePack {
  const leaves = sampleLeaves(entries.length, (seq) => eventOf(entries[seq]))
  const shown = entries.flatMap((entry, seq) => (isShown(entry) ? [{ entry, json: leaves[seq]?.json ?? '' }] : []))
  return buildPack({
    installation: 'acme',
    publicKey: logPublicKey(sampleKey),
    withdrawal: Object.fromEntries(
      // The first event's content is held, so that a changed beginning is what its own event logged.
      shown
        .toReversed()
        .filter(({ entry }) => isHeld(entry))
        .map(({ entry }) => [sectionKey(objectOf(entry)), entry.content]),
    ),
    leaves: shown.map(({ json }) => json),
    leafHashes: leaves.map(({ hash: leafHash }) => leafHash),
    checkpoint: sampleCheckpoint(leaves, leaves.length),
  })
}

function objectOf({ type, id, content }: SampleEntry) {
  return { type, id, version: 1, contentHash: contentDigest(content) }
}

function eventOf(entry: SampleEntry | undefined): AuditEvent {
  if (!entry) throw new Error('every event has its entry')
  const { action, actor = { kind: 'system' }, subject = '', at = AT, outcome = 'done' } = entry
  return { at, actor, action, subject, object: objectOf(entry), outcome, reason: '', personal: null }
}
