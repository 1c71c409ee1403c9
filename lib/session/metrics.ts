import 'server-only'
import { count, desc, max, sql } from 'drizzle-orm'
import { Counter, Gauge, Registry } from 'prom-client'
import { auditCheckpoint, auditLeaf, auditPending } from '@/db/schema/audit'
import { jobOutcome, noticeDelivery } from '@/db/schema/notice'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import type { Deps } from '@/lib/flows/run-flow'
import { readOutcomes } from '@/lib/io/outcome-tally'

type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number }

/**
 * The desk in numbers, in Prometheus' text format. Verbs since this process started; everything else from the database, so
 * that every web process says the same. No label holds an address, a name or an amount.
 * @param chainIds of the chains that the desk has nodes for
 */
export async function readMetrics({ db, io }: Deps, chainIds: readonly number[]): Promise<string> {
  const registry = new Registry()
  const now = io.clock.now()
  const gauge = (name: string, help: string, samples: readonly Sample[]) => {
    const made = new Gauge({ name: `countersign_${name}`, help, labelNames: labelsOf(samples), registers: [registry] })
    for (const { labels, value } of samples) made.set(labels, value)
  }
  const counter = (name: string, help: string, samples: readonly Sample[]) => {
    const labelNames = labelsOf(samples)
    const made = new Counter({ name: `countersign_${name}`, help, labelNames, registers: [registry] })
    for (const { labels, value } of samples) made.inc(labels, value)
  }
  const [jobs, queue, states, deliveries, [log], [pending], [checkpoint], heads] = await Promise.all([
    db.select().from(jobOutcome),
    db.execute<{ task: string; waiting: number; failing: number }>(sql`
      SELECT task_identifier AS task, count(*)::int AS waiting, count(*) FILTER (WHERE last_error IS NOT NULL)::int AS failing
      FROM graphile_worker.jobs GROUP BY task_identifier`),
    db.select({ state: withdrawal.state, count: count() }).from(withdrawal).groupBy(withdrawal.state),
    db
      .select({ channel: noticeDelivery.channel, state: noticeDelivery.state, count: count() })
      .from(noticeDelivery)
      .groupBy(noticeDelivery.channel, noticeDelivery.state),
    db.select({ last: max(auditLeaf.seq) }).from(auditLeaf),
    db.select({ count: count() }).from(auditPending),
    db
      .select({ size: auditCheckpoint.size, at: auditCheckpoint.at })
      .from(auditCheckpoint)
      .orderBy(desc(auditCheckpoint.size))
      .limit(1),
    Promise.all(chainIds.map(async (id) => ({ id, age: await headAge(io, id, now) }))),
  ])
  counter(
    'flow_outcomes_total',
    'Verbs performed by this process, by how they ended: OK, an error code, or FAULT.',
    readOutcomes().map(({ verb, code, count: value }) => ({ labels: { verb, code }, value })),
  )
  counter(
    'job_outcomes_total',
    'Jobs performed by all workers, by how they ended.',
    jobs.map(({ task, outcome, count: value }) => ({ labels: { task, outcome }, value })),
  )
  gauge(
    'queue_jobs',
    'Jobs that wait or run.',
    queue.rows.map(({ task, waiting }) => ({ labels: { task }, value: waiting })),
  )
  gauge(
    'queue_jobs_failing',
    'Jobs that failed at least once and are tried again.',
    queue.rows.map(({ task, failing }) => ({ labels: { task }, value: failing })),
  )
  gauge(
    'withdrawals',
    'Withdrawals by state.',
    states.map(({ state, count: value }) => ({ labels: { state }, value })),
  )
  gauge(
    'notice_deliveries',
    'Copies of notices that leave the desk, by way and state.',
    deliveries.map(({ channel, state, count: value }) => ({ labels: { channel, state }, value })),
  )
  gauge('log_size', 'Leaves of the log.', [{ labels: {}, value: (log?.last ?? -1) + 1 }])
  gauge('log_pending', 'Events that have no leaf yet.', [{ labels: {}, value: pending?.count ?? 0 }])
  // Before the first checkpoint there is no age; 0 would say that one was just signed.
  gauge('checkpoint_age_seconds', 'Since the newest checkpoint was signed.', ageOf(checkpoint?.at ?? null, now))
  gauge('checkpoint_size', 'Leaves under the newest checkpoint.', [{ labels: {}, value: checkpoint?.size ?? 0 }])
  gauge(
    'chain_head_age_seconds',
    'Age of the newest block that a node shows; absent while none answers.',
    heads.flatMap(({ id, age }) => (age === null ? [] : [{ labels: { chain: String(id) }, value: age }])),
  )
  gauge(
    'chain_answers',
    '1 while a node of the chain answers, else 0.',
    heads.map(({ id, age }) => ({ labels: { chain: String(id) }, value: age === null ? 0 : 1 })),
  )
  return registry.metrics()
}

const labelsOf = ([first]: readonly Sample[]): string[] => Object.keys(first?.labels ?? {})

const ageOf = (at: Date | null, now: Date): Sample[] =>
  at === null ? [] : [{ labels: {}, value: (now.getTime() - at.getTime()) / 1000 }]

async function headAge(io: Deps['io'], chainId: number, now: Date): Promise<number | null> {
  try {
    const { timestamp } = await io.chain.readHead(chainId)
    return now.getTime() / 1000 - Number(timestamp)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
