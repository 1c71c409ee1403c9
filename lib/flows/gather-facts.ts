import 'server-only'
import type { Address } from 'viem'
import { allCalls, isSelfCall } from '@/lib/assess/calls'
import { codeSince } from '@/lib/assess/code-since'
import { movementsOf } from '@/lib/assess/movements'
import { delegationQuestions } from '@/lib/assess/rules/delegated'
import { flaggableAddresses } from '@/lib/assess/rules/flagged'
import { settingsCalls } from '@/lib/assess/settings-calls'
import type { Facts } from '@/lib/assess/types'
import { blockQuestions } from '@/lib/assess/rules/issuer-block'
import { findChain } from '@/lib/chains/index'
import type { AbiAnswer } from '@/lib/decode/fetched-abis'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { readFirstRun } from '@/lib/flows/code-then'
import { decodeHere } from '@/lib/flows/decode-here'
import { readListStandings } from '@/db/queries/list-standings'
import type { Ctx } from '@/lib/flows/flow'
import { readHistory } from '@/lib/flows/history'
import { readKnownExecutor } from '@/lib/flows/known-executor'
import { readListFacts } from '@/lib/flows/list-facts'
import { readPast } from '@/lib/flows/past'
import type { Queue } from '@/lib/flows/queue-facts'
import type { Surroundings } from '@/lib/flows/registry'
import type { SafeState } from '@/lib/simulate/types'
import type { Intent, StagedTx, WithdrawalClass } from '@/lib/stage/types'

/** A transaction to examine: a withdrawal, or something that is only looked at. */
export type Examined = {
  /** The withdrawal that it is, null where there is none. */
  readonly withdrawalId: string | null
  readonly class: WithdrawalClass
  readonly staged: StagedTx
  /** Null where nobody stated one. */
  readonly intent: Intent | null
  readonly stagedAt: Date
  /** What the chain says of its Safe, where it was asked while the desk's own rows were read. */
  readonly state?: Promise<SafeState | null>
  /** What sources of ABIs said when it came; names for people, judged by no rule. */
  readonly abis?: readonly AbiAnswer[]
  /** Who is about to execute it; left out, whoever is known to. */
  readonly executor?: Address
}

/**
 * Everything that the rules judge, from fresh state: chain, decoded bytes, simulation, three hashes, the desk's own past.
 * Writes nothing; what does not answer is null or unavailable there.
 * @param readRest what else stands in the queue of its Safe, given the state of it
 */
export async function gatherFacts(
  ctx: Pick<Ctx, 'db' | 'io'>,
  { assets, contracts, contacts, ownSafes, people }: Surroundings,
  subject: Examined,
  readRest: (safe: SafeState | null) => Promise<Queue>,
): Promise<Facts> {
  const { staged, intent } = subject
  const [safe, executor] = await Promise.all([
    subject.state ?? readState(ctx, staged),
    subject.executor ?? readKnownExecutor(ctx.db, staged.safe),
  ])
  const call = await decodeHere(ctx, staged, {
    ...{ assets, contracts },
    abis: subject.abis ?? [],
    isReached: safe !== null,
  })
  const { sanctionsOracle } = findChain(staged.safe.chainId) ?? {}
  const oracles = sanctionsOracle === undefined ? [] : [sanctionsOracle]
  const { others, ahead } = await readRest(safe)
  const known = { ...{ staged, intent, call, safe }, contacts, ownSafes, assets }
  // The rows are read while the node works: only which addresses a list is asked about follows from the effects.
  const [effects, protocolKit, contract, history, blocked, delegations, past, standings, firstRun] = await Promise.all([
    ctx.io.simulator.simulate({ staged, state: safe, assets, ahead, executor }),
    ctx.io.safeKit.hashOf(staged),
    ctx.io.chain.hashByContract(staged).catch(() => null),
    readHistory(ctx.db, subject, movementsOf({ staged, call })),
    ctx.io.chain.readBlocked(staged.safe.chainId, blockQuestions({ staged, call }, oracles)).catch(() => null),
    // Who owns the Safe is not known without it.
    safe &&
      ctx.io.chain.readDelegations(staged.safe.chainId, delegationQuestions({ staged, call, safe })).catch(() => null),
    readPast(ctx.db, subject, known),
    readListStandings(ctx.db, null),
    subject.withdrawalId === null ? null : readFirstRun(ctx.db, subject.withdrawalId),
  ])
  const facts: Facts = {
    ...known,
    ...{ class: subject.class, effects, history, past },
    hashes: { own: staged.hashes.safeTx, protocolKit, contract },
    queue: { others, onchainNonce: safe?.nonce ?? null },
  }
  const isChange = settingsCalls(facts).length > 0
  const members = isChange && { members: people.map(({ name, owners }) => ({ name, owners })) }
  const lists = await readListFacts(ctx.db, flaggableAddresses(facts), ctx.io.clock.now(), standings)
  return {
    ...facts,
    ...members,
    ...codeThen(subject, firstRun, facts),
    selectorCandidates: namesOfSelfCalls(facts),
    issuers: blocked && { oracles, blocked },
    delegations,
    lists,
    flagged: lists.hits.map(({ address }) => address),
  }
}

// While nothing is staged nobody looked at other code than this; of what is only looked at nobody knows what was proposed.
function codeThen(
  { withdrawalId, intent }: Examined,
  firstRun: Awaited<ReturnType<typeof readFirstRun>>,
  facts: Facts,
): Pick<Facts, 'codeThen'> {
  if (withdrawalId === null) return intent === null ? {} : { codeThen: [] }
  return { codeThen: firstRun === null ? [] : codeSince(firstRun, facts) }
}

// Elsewhere a name judges nothing: only what a Safe's own function may be mistaken for does.
function namesOfSelfCalls(facts: Facts): NonNullable<Facts['selectorCandidates']> {
  const own = allCalls(facts).filter(({ node }) => isSelfCall(node, facts.staged.safe.address))
  return Object.fromEntries(
    own.flatMap(({ node }) => {
      const selector = node.data.slice(0, 10).toLowerCase()
      const names = SELECTOR_NAMES[selector]
      return names ? [[selector, names] as const] : []
    }),
  )
}

/** The settings of a Safe that is to be examined; null where no node tells them. */
export const readState = ({ io }: Pick<Ctx, 'io'>, { safe }: Pick<StagedTx, 'safe'>): Promise<SafeState | null> =>
  io.chain.readSafeState(safe).catch(() => null)
