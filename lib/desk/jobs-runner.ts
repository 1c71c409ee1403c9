import { Logger, parseCronItems, run, type TaskList } from 'graphile-worker'
import { AppError } from '@/lib/core/errors'
import { JOBS, SCHEDULE } from '@/lib/desk/jobs'
import { burnJobOutcome } from '@/lib/flows/burn-job'
import { type Deps, runFlow } from '@/lib/flows/run-flow'
import { logFault } from '@/lib/io/log'

export type JobsRunner = {
  /** Lets running jobs end, then lets go of the queue. */
  stop: () => Promise<void>
  /** Settles when the queue ends, by `stop` or by itself. */
  ended: Promise<void>
}

/**
 * Performs queued jobs through `runFlow` as `system`: payloads are ids, and every gate holds here too (SPEC §2).
 * @param databaseUrl URL of the application's role; the owner has migrated the queue's tables before
 */
export async function startJobs(deps: Deps, databaseUrl: string): Promise<JobsRunner> {
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 4,
    maxPoolSize: 8,
    pollInterval: 500,
    // The entry decides when to stop.
    noHandleSignals: true,
    // Its own lines carry raw messages; faults are logged below, without them.
    logger: new Logger(() => () => undefined),
    taskList: taskList(deps),
    parsedCronItems: parseCronItems(
      SCHEDULE.map((entry) => ({ ...entry, options: { backfillPeriod: 0, jobKey: entry.task } })),
    ),
  })
  runner.events.on('pool:listen:error', ({ error }) => logFault(error, { what: 'the job queue does not answer' }))
  runner.events.on('worker:getJob:error', ({ error }) => logFault(error, { what: 'the job queue does not answer' }))
  // Whatever came due while nobody worked is looked at now, not when the schedule next says so.
  await runner.addJob('sweep', {}, { jobKey: 'sweep' })
  return { stop: () => runner.stop(), ended: runner.promise }
}

function taskList(deps: Deps): TaskList {
  return Object.fromEntries(
    JOBS.map(({ task, verb }) => [
      task,
      async (payload: unknown) => {
        try {
          await runFlow(deps, { verb, entrance: 'job', actor: { kind: 'system' }, input: idsOf(payload) })
          await count(deps, task, 'done')
        } catch (error) {
          logFault(error, { what: 'a job failed and is tried again', verb })
          await count(deps, task, 'failed')
          // The queue keeps the message beside the job, so it gets none of the world's own words.
          throw new Error(error instanceof AppError ? error.message : 'the job failed; the log says more')
        }
      },
    ]),
  )
}

// A count that cannot be kept changes nothing about the job.
async function count({ db }: Deps, task: string, outcome: 'done' | 'failed'): Promise<void> {
  await burnJobOutcome(db, task, outcome).catch((error: unknown) => logFault(error, { what: 'a job was not counted' }))
}

// The schedule adds when a job was due; flows take ids only.
function idsOf(payload: unknown): unknown {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return {}
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== '_cron'))
}
