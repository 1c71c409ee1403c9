import 'server-only'
import type { Address } from 'viem'
import { buildEvidence, evidenceDigest } from '@/lib/approve/evidence'
import type { Assessment } from '@/lib/assess/review'
import { RULES } from '@/lib/assess/rules/index'
import type { Contact, Facts } from '@/lib/assess/types'
import { canonicalize } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'
import { type DecodeHints, hintsOf } from '@/lib/decode/decode-hints'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { assess } from '@/lib/flows/assess-facts'
import type { Ctx } from '@/lib/flows/flow'
import { type Examined, gatherFacts } from '@/lib/flows/gather-facts'
import { readOutflows } from '@/lib/flows/outflows'
import { readQueue } from '@/lib/flows/queue-facts'
import { pinnedPolicy, type Registry } from '@/lib/flows/registry'
import { decide } from '@/lib/policy/judge'
import type { Outflow, Requirement } from '@/lib/policy/types'
import type { Intent } from '@/lib/stage/types'

/** Rules whose findings are judged again instead of being hashed into the digest. */
export const DRIFTING_RULES: readonly string[] = RULES.filter((rule) => rule.drifts).map((rule) => rule.id)

/** A transaction to review: a row of ours, or one that is about to become one. */
export type Reviewable = Examined & {
  readonly intent: Intent
  readonly initiatorId: string
  /** As pinned at staging. */
  readonly policy: { readonly id: string; readonly version: number }
}

/** A signer of this desk who proved to hold an address. */
export type Holder = { readonly address: Address; readonly name: string }

/** Everything shown and judged for a withdrawal at one block, with the digest that approvals bind. */
export type Reviewed = {
  readonly assessment: Assessment
  readonly requirement: Requirement
  readonly contacts: readonly Contact[]
  /** With these three, whoever reads the review decodes and judges the bytes again instead of believing it. */
  readonly assets: Facts['assets']
  readonly ownSafes: Facts['ownSafes']
  /** Whose wallets are whose here, for the pages to name owners by. No rule reads it and no approval binds it. */
  readonly holders: readonly Holder[]
  /** The names that the call tree shows, of the whole index that this process has. */
  readonly hints: DecodeHints
  readonly policy: { readonly id: string; readonly version: number }
  /** What the Safe paid or reserves in the windows of its policy, beside this. */
  readonly outflows: readonly Outflow[]
  /** Canonical JSON of the evidence record. */
  readonly evidence: string
  readonly digest: Digest
}

/** Computes a review from fresh state: rows, chain, simulation, rules, policy (SPEC §4). Writes nothing. */
export async function gatherReview(
  ctx: Pick<Ctx, 'db' | 'io'>,
  registry: Registry,
  subject: Reviewable,
): Promise<Reviewed> {
  const pinned = pinnedPolicy(registry, subject.policy)
  const policies = [pinned, registry.policy]
  const [facts, outflows] = await Promise.all([
    gatherFacts(ctx, registry, subject, (state) => readQueue(ctx.db, registry.safe, subject, state)),
    readOutflows(ctx.db, registry.safe, subject, policies, ctx.io.clock.now()),
  ])
  const hints = hintsOf(facts.call, { names: SELECTOR_NAMES, contracts: registry.contracts })
  return judge(registry, subject, { assessment: assess(facts), hints, outflows })
}

/** The same review once other withdrawals of the Safe reserve something else than when it was gathered. */
export const withOutflows = (
  registry: Registry,
  subject: Reviewable,
  reviewed: Reviewed,
  outflows: readonly Outflow[],
) => judge(registry, subject, { ...reviewed, outflows })

type Gathered = Pick<Reviewed, 'assessment' | 'hints' | 'outflows'>

function judge(registry: Registry, subject: Reviewable, { assessment, hints, outflows }: Gathered): Reviewed {
  const requirement = decide({
    pinned: pinnedPolicy(registry, subject.policy),
    current: registry.policy,
    ...assessment,
    contacts: registry.contacts,
    people: registry.people,
    initiatorId: subject.initiatorId,
    outflows,
  })
  const record = buildEvidence({
    installation: registry.installation.id,
    assessment,
    requirement,
    contacts: registry.contacts,
    policy: subject.policy,
    driftingRules: DRIFTING_RULES,
  })
  return {
    assessment,
    requirement,
    contacts: registry.contacts,
    assets: registry.assets,
    ownSafes: registry.ownSafes,
    holders: registry.people.flatMap(({ name, owners }) => owners.map((address) => ({ address, name }))),
    hints,
    policy: subject.policy,
    outflows,
    evidence: canonicalize(record),
    digest: evidenceDigest(record),
  }
}
