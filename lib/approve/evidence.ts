import { callRecord } from '@/lib/approve/evidence-call'
import { effectsRecord } from '@/lib/approve/evidence-effects'
import { intentRecord } from '@/lib/approve/evidence-intent'
import { sortCanonical } from '@/lib/approve/sort-canonical'
import type { Assessment } from '@/lib/assess/review'
import type { Contact, Finding } from '@/lib/assess/types'
import type { Json } from '@/lib/core/canonical'
import { contentDigest, type Digest } from '@/lib/core/digest'
import type { Requirement } from '@/lib/policy/types'
import type { SafeState } from '@/lib/simulate/types'
import type { Intent, StagedTx } from '@/lib/stage/types'

export type EvidenceSources = {
  readonly installation: string
  readonly assessment: Assessment
  readonly requirement: Requirement
  /** The book's entries; those of the intent's recipients are taken. */
  readonly contacts: readonly Contact[]
  /** As pinned at staging, whatever the current version is. */
  readonly policy: { readonly id: string; readonly version: number }
  /** Ids of the rules marked `drifts`; their findings are judged again instead of being hashed. */
  readonly driftingRules: readonly string[]
}

/**
 * What an approver saw, as the canonical record whose SHA-256 is the evidence digest (SPEC §5 lists its members). The
 * same on the server, in the approver's browser from what it displays, and offline. Addresses and bytes are lowered, sets
 * are sorted, so that spelling and order never change it.
 */
export function buildEvidence(sources: EvidenceSources): Json {
  const { installation, assessment, requirement, contacts, policy, driftingRules } = sources
  return {
    v: 'countersign/evidence/1',
    installation,
    ...stagedRecord(assessment.staged),
    intent: intentRecord(assessment.intent),
    call: callRecord(assessment.call),
    effects: effectsRecord(assessment.effects, assessment.intent),
    safeState: assessment.safe === null ? null : safeStateRecord(assessment.safe),
    findings: findingRecords(assessment.findings, driftingRules),
    recipients: recipientRecords(assessment.intent, contacts),
    requirement: requirementRecord(requirement),
    policy: { id: policy.id, version: policy.version },
  }
}

/** SHA-256 of the canonical JSON of the record that `buildEvidence` gives. */
export function evidenceDigest(record: Json): Digest {
  return contentDigest(record)
}

function stagedRecord({ safe, tx, hashes }: StagedTx) {
  return {
    chainId: safe.chainId,
    safe: safe.address.toLowerCase(),
    safeVersion: safe.version,
    tx: {
      to: tx.to.toLowerCase(),
      value: tx.value.toString(),
      data: tx.data.toLowerCase(),
      operation: tx.operation,
      safeTxGas: tx.safeTxGas.toString(),
      baseGas: tx.baseGas.toString(),
      gasPrice: tx.gasPrice.toString(),
      gasToken: tx.gasToken.toLowerCase(),
      refundReceiver: tx.refundReceiver.toLowerCase(),
      nonce: tx.nonce.toString(),
    },
    safeTxHash: hashes.safeTx.toLowerCase(),
  }
}

// Owners and modules are linked lists on chain: a set here, whatever order the reader returned.
function safeStateRecord(state: SafeState): Json {
  return {
    singleton: state.singleton.toLowerCase(),
    owners: sortCanonical(state.owners.map((owner) => owner.toLowerCase())),
    threshold: state.threshold,
    modules: sortCanonical(state.modules.map((module) => module.toLowerCase())),
    guard: state.guard.toLowerCase(),
    moduleGuard: state.moduleGuard.toLowerCase(),
    fallbackHandler: state.fallbackHandler.toLowerCase(),
  }
}

function findingRecords(findings: readonly Finding[], driftingRules: readonly string[]): Json {
  return sortCanonical(
    findings
      .filter(({ rule, outcome }) => outcome === 'fail' && !driftingRules.includes(rule))
      .filter(({ severity }) => severity === 'medium' || severity === 'high' || severity === 'critical')
      .map(({ code, severity, path }) => ({ code, severity, path })),
  )
}

// With the name: the page calls a recipient by it, and it is the book's word that approvers go by.
function recipientRecords(intent: Intent | null, contacts: readonly Contact[]): Json {
  const recipients = sortCanonical(intent?.legs.map(({ recipient }) => recipient.toLowerCase()) ?? [])
  return recipients.map((address) => ({
    address,
    entries: sortCanonical(
      contacts
        .filter((contact) => contact.address.toLowerCase() === address)
        .map(({ entryId, name, version }) => ({ entryId, name, version })),
    ),
  }))
}

// Without the trace, which also tells of rules that changed nothing, and without people's names, which may have to be
// erased.
function requirementRecord(requirement: Requirement): Json {
  return {
    rule: requirement.rule,
    decision: requirement.decision,
    approvals: requirement.approvals,
    groups: requirement.groups.map(({ id, need, eligible }) => ({
      id,
      need,
      eligible: sortCanonical(eligible.map(({ memberId }) => memberId)),
    })),
    factors: [...requirement.factors].sort(),
    // Only where it is asked for, so that a digest from before there was such a demand stays what it is.
    ...(requirement.offlineVerdict ? { offlineVerdict: true } : {}),
    delaySeconds: requirement.delaySeconds,
    expirySeconds: requirement.expirySeconds,
    reasons: requirement.reasons,
  }
}
