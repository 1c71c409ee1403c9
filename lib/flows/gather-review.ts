import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import type { Hash } from 'viem'
import { withdrawal } from '@/db/schema/withdrawal'
import { buildEvidence, evidenceDigest } from '@/lib/approve/evidence'
import type { Assessment } from '@/lib/assess/review'
import { movementsOf } from '@/lib/assess/movements'
import { RULE_SET, RULES } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import type { Contact, Facts, QueueFacts } from '@/lib/assess/types'
import { verdictOf } from '@/lib/assess/verdict'
import { canonicalize } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'
import { decode } from '@/lib/decode/decode'
import { type DecodeHints, hintsOf } from '@/lib/decode/decode-hints'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import type { Ctx } from '@/lib/flows/flow'
import { readHistory } from '@/lib/flows/history'
import { pinnedPolicy, type Registry } from '@/lib/flows/registry'
import { decide } from '@/lib/policy/judge'
import type { Policy, Requirement } from '@/lib/policy/types'
import type { Intent, StagedTx, WithdrawalClass } from '@/lib/stage/types'

/** Rules whose findings are judged again instead of being hashed into the digest. */
export const DRIFTING_RULES: readonly string[] = RULES.filter((rule) => rule.drifts).map((rule) => rule.id)

/** A transaction to review: a row of ours, or one that is about to become one. */
export type Reviewable = {
  readonly withdrawalId: string | null
  readonly class: WithdrawalClass
  readonly staged: StagedTx
  readonly intent: Intent
  readonly initiatorId: string
  readonly stagedAt: Date
  /** As pinned at staging. */
  readonly policy: { readonly id: string; readonly version: number }
}

/** Everything shown and judged for a withdrawal at one block, with the digest that approvals bind. */
export type Reviewed = {
  readonly assessment: Assessment
  readonly requirement: Requirement
  readonly contacts: readonly Contact[]
  /** With these three, whoever reads the review decodes and judges the bytes again instead of believing it. */
  readonly assets: Facts['assets']
  readonly ownSafes: Facts['ownSafes']
  /** The names that the call tree shows, of the whole index that this process has. */
  readonly hints: DecodeHints
  readonly policy: { readonly id: string; readonly version: number }
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
  const { staged } = subject
  const pinned = pinnedPolicy(registry, subject.policy)
  const [safe, queue] = await Promise.all([
    ctx.io.chain.readSafeState(staged.safe).catch(() => null),
    readQueue(ctx, registry, subject),
  ])
  const call = decode(staged, {
    chainId: staged.safe.chainId,
    safe: staged.safe.address,
    safeVersion: staged.safe.version,
    tokens: registry.assets.flatMap(({ address, symbol }) => (address === 'native' ? [] : [{ address, symbol }])),
    names: SELECTOR_NAMES,
  })
  const [effects, protocolKit, contract, history] = await Promise.all([
    ctx.io.simulator.simulate({ staged, state: safe, assets: registry.assets }),
    ctx.io.safeKit.hashOf(staged),
    ctx.io.chain.hashByContract(staged).catch(() => null),
    readHistory(ctx.db, subject, movementsOf({ staged, call })),
  ])
  const facts: Facts = {
    class: subject.class,
    staged,
    intent: subject.intent,
    call,
    effects,
    safe,
    contacts: registry.contacts,
    ownSafes: registry.ownSafes,
    assets: registry.assets,
    hashes: { own: staged.hashes.safeTx, protocolKit, contract },
    queue: { ...queue, onchainNonce: safe?.nonce ?? null },
    history,
  }
  return judge(registry, subject, facts, pinned)
}

function judge(registry: Registry, subject: Reviewable, facts: Facts, pinned: Policy): Reviewed {
  const findings = runRules(facts)
  const verdict = verdictOf(findings)
  const assessment: Assessment = {
    class: subject.class,
    staged: subject.staged,
    intent: subject.intent,
    call: facts.call,
    effects: facts.effects,
    safe: facts.safe,
    hashes: facts.hashes,
    queue: facts.queue,
    history: facts.history,
    findings,
    verdict,
    ruleSet: RULE_SET,
  }
  const requirement = decide({
    pinned,
    current: registry.policy,
    ...assessment,
    contacts: registry.contacts,
    people: registry.people,
    initiatorId: subject.initiatorId,
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
    hints: hintsOf(facts.call, { names: SELECTOR_NAMES }),
    policy: subject.policy,
    evidence: canonicalize(record),
    digest: evidenceDigest(record),
  }
}

async function readQueue(
  ctx: Pick<Ctx, 'db'>,
  registry: Registry,
  subject: Reviewable,
): Promise<Omit<QueueFacts, 'onchainNonce'>> {
  const rows = await ctx.db
    .select({ id: withdrawal.id, nonce: withdrawal.nonce, safeTxHash: withdrawal.safeTxHash })
    .from(withdrawal)
    .where(
      and(
        eq(withdrawal.safeId, registry.safe.id),
        eq(withdrawal.isNonceHeld, true),
        ne(withdrawal.id, subject.withdrawalId ?? ''),
      ),
    )
  return { others: rows.map((row) => ({ id: row.id, nonce: row.nonce, safeTxHash: row.safeTxHash as Hash })) }
}
