import { buildEvidence, evidenceDigest } from '@/lib/approve/evidence'
import { RULE_SET, RULES } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import { type SampleChange, sampleFacts } from '@/tests/builders/sample-facts'
import { hintsOf } from '@/lib/decode/decode-hints'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { verdictOf } from '@/lib/assess/verdict'
import { canonicalize } from '@/lib/core/canonical'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { ReviewPage } from '@/lib/flows/review-page'
import { REQUIREMENT } from '@/tests/builders/reviewed'

/** A review as the server computes it from real bytes: decoded and judged, never written by hand. */
export function honestReviewed(change: SampleChange = {}): Reviewed {
  const { contacts, assets, ownSafes, ...facts } = sampleFacts(change)
  const findings = runRules({ ...facts, contacts, assets, ownSafes })
  const assessment = { ...facts, findings, verdict: verdictOf(findings), ruleSet: RULE_SET }
  return sealed({
    assessment,
    requirement: REQUIREMENT,
    contacts,
    assets,
    ownSafes,
    holders: [],
    hints: hintsOf(facts.call, { names: SELECTOR_NAMES }),
    policy: { id: 'treasury', version: 1 },
    outflows: [],
  })
}

/** The same with its digest: what a lying server recomputes after changing whatever it likes. */
export function sealed(reviewed: Omit<Reviewed, 'evidence' | 'digest'>): Reviewed {
  const record = buildEvidence({
    installation: 'acme',
    ...reviewed,
    driftingRules: RULES.filter((rule) => rule.drifts).map((rule) => rule.id),
  })
  return { ...reviewed, evidence: canonicalize(record), digest: evidenceDigest(record) }
}

/** A page that waits for Ruth's approval. */
export function pageOf(reviewed: Reviewed, approvals: ReviewPage['approvals'] = []): ReviewPage {
  const at = new Date('2026-01-02T03:00:00.000Z')
  const shut = { isOpen: false, whyNot: '' }
  return {
    id: 'W-1',
    frozen: [],
    state: 'awaiting-approvals',
    stateReason: '',
    stateSince: at,
    stagedAt: at,
    expiresAt: at,
    readyFrom: null,
    conflict: null,
    drift: null,
    activePolicyVersion: 1,
    asksPause: false,
    wasSignatureRequested: false,
    installation: { id: 'acme', name: 'Acme' },
    initiator: { memberId: 'ines', name: 'Ines' },
    safe: { id: 'treasury', name: 'Treasury', isEnforced: false },
    reviewed,
    isLive: true,
    readAt: at,
    reviewedAt: at,
    approvals,
    quorum: { isMet: false, needed: 3, filled: approvals.length, groups: [], missing: [] },
    story: [],
    questions: [],
    submission: null,
    ahead: [],
    viewer: {
      mayHold: false,
      mayRelease: false,
      mayCancel: false,
      cancelOnchain: { isOpen: false, whyNot: '' },
      memberId: 'tomas',
      name: 'Tomas',
      owners: [],
      owner: null,
      approve: { isOpen: true, whyNot: '' },
      reject: shut,
      execute: shut,
    },
  }
}
