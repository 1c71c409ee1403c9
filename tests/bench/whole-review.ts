import { setTimeout as sleep } from 'node:timers/promises'
import { openDb } from '@/db/client'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { createDatabase } from '@/lib/desk/databases'
import { fillDemoSafes, readCodeHashes } from '@/lib/desk/demo-world-chain'
import { demoSetup } from '@/lib/desk/demo-world-setup'
import { provideCheckpointSigner } from '@/lib/flows/checkpoint-signer'
import { reviewNow } from '@/lib/flows/review-now'
import { type Deps, runFlow } from '@/lib/flows/run-flow'
import { NO_OUTBOX } from '@/lib/io/outbox'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { startTestCluster, TEMPLATE } from '@/tests/builders/database-cluster'
import { payment } from '@/tests/builders/money-desk'
import { act, CHECKPOINT_KEY, ioOf, ORIGIN, performJob } from '@/tests/builders/world'
import type { Figure } from './figure'
import { recordRequests, replay, type Request } from './recorded-requests'

const [ROUNDS, WARM_UP, RECORDINGS] = [60, 15, 8]
/** A node of a provider in the same region is that far away, there and back. */
const AWAY_MILLISECONDS = 20

/**
 * A whole review of a stored ERC-20 payment as each page, approval and hand-over has it made: rows, chain, simulation,
 * rules, policy and evidence, on a real database and a real node; beside the same requests to that node, sent as the
 * review sends them: what it sends together goes together, what waits for an answer waits for it. The limit is for a node
 * that is as far away as nodes are; on one machine, where an answer takes no time, it shows what the desk adds by itself.
 */
export async function measureWholeReview(): Promise<readonly Figure[]> {
  const chain = await startTestChain()
  const cluster = await startTestCluster()
  try {
    const { appUrl } = await createDatabase(cluster.access, 'whole_review', TEMPLATE)
    const db = openDb(appUrl)
    try {
      return await besideItsRequests(await openDesk(db, chain))
    } finally {
      await db.$client.end()
    }
  } finally {
    await cluster.stop()
    await chain.stop()
  }
}

type Subject = { readonly url: string; readonly review: () => Promise<void> }

/** The demo organisation with one payment that waits for its approvals. */
async function openDesk(db: Deps['db'], chain: TestChain): Promise<Subject> {
  const now = () => new Date()
  const io = { ...ioOf(chain.url, now), outbox: NO_OUTBOX }
  const deps: Deps = { db, io, origin: ORIGIN, logPublicKey: logPublicKey(CHECKPOINT_KEY) }
  provideCheckpointSigner(CHECKPOINT_KEY)
  const safes = await fillDemoSafes(chain.url, chain.tokens)
  const input = await demoSetup({
    ...{ origin: ORIGIN, safes, tokens: chain.tokens, coolingSeconds: 0, logPublicKey: deps.logPublicKey },
    codeHashes: await readCodeHashes(chain.url, chain.tokens),
  })
  await runFlow(deps, { verb: 'bootstrap', entrance: 'bootstrap', actor: { kind: 'bootstrap' }, input })
  await performJob({ deps }, 'sign-checkpoint')
  const { id } = (await act({ db, deps, now }, 'ines', 'stage', payment({ chain }))) as { id: string }
  const review = async () => {
    const { reviewed } = await reviewNow({ db, io, now: now() }, id)
    if (reviewed.assessment.effects.kind === 'unavailable') throw new Error('a review has effects')
  }
  return { url: chain.url, review }
}

async function besideItsRequests({ url, review }: Subject): Promise<readonly Figure[]> {
  for (let round = 0; round < WARM_UP; round++) await review()
  const requests = await recordRequests(review, RECORDINGS)
  const near = await inTurns(review, url, requests)
  const own = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    await sleep(AWAY_MILLISECONDS)
    return await own(input, init)
  }
  try {
    const far = await inTurns(review, url, requests)
    return [figure(`${AWAY_MILLISECONDS} ms away`, far, requests, 1.5), figure('on this machine', near, requests, null)]
  } finally {
    globalThis.fetch = own
  }
}

type Times = { readonly ours: number; readonly bare: number }

async function inTurns(review: () => Promise<void>, url: string, requests: readonly Request[]): Promise<Times> {
  const [whole, raw]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    whole.push(await timed(review))
    raw.push(await timed(() => replay(url, requests)))
  }
  return { ours: middle(whole), bare: middle(raw) }
}

function figure(where: string, { ours, bare }: Times, { length }: readonly Request[], limit: number | null): Figure {
  return {
    name: `whole review of an ERC-20 payment beside its ${length} requests to a node ${where} as it sends them, p50 ${ours.toFixed(1)} ms beside ${bare.toFixed(1)} ms`,
    ...{ value: Number((ours / bare).toFixed(2)), unit: 'times', limit },
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const middle = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
