import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditCheckpoint, auditEvent, auditLeaf } from '@/db/schema/audit'
import { type JobsRunner, startJobs } from '@/lib/desk/jobs-runner'
import { JOBS, SCHEDULE } from '@/lib/desk/jobs'
import { provideCheckpointSigner } from '@/lib/flows/checkpoint-signer'
import { named } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { FLOWS } from '@/lib/flows/index'
import { write } from '@/lib/flows/write'
import { CHECKPOINT_KEY, openWorld, type World } from '@/tests/builders/world'

// Watching asks for itself again, and this world has no chain to watch.
const ENDING = `task_identifier NOT IN ('watch-safes', 'follow-onward')`

describe('the worker', () => {
  let world: World
  let jobs: JobsRunner
  beforeAll(async () => {
    world = await openWorld()
    provideCheckpointSigner(CHECKPOINT_KEY)
    jobs = await startJobs(world.deps, world.database.appUrl)
  })
  afterAll(async () => {
    await jobs.stop()
    await world.close()
  })

  const soon = (what: () => Promise<void>) => vi.waitFor(what, { timeout: 8_000, interval: 50 })
  const queued = async () =>
    (await world.db.$client.query(`SELECT key FROM graphile_worker.jobs WHERE ${ENDING}`)).rowCount

  it('performs only verbs that jobs may perform, and schedules only jobs it knows', () => {
    for (const { verb } of JOBS) expect(FLOWS.find((flow) => flow.verb === verb)?.entrance, verb).toBe('job')
    for (const { task } of SCHEDULE) expect(JOBS.map((job) => job.task)).toContain(task)
  })

  it('sequences what was committed before it started and what comes after', async () => {
    await soon(async () => expect(await world.db.$count(auditLeaf)).toBe(await world.db.$count(auditEvent)))
    await write({ db: world.db, actor: { kind: 'system' }, now: world.now() }, async () => [
      undefined,
      [{ action: 'test', object: named('thing', 'later', 1, {}) }],
    ])
    await soon(async () => expect(await world.db.$count(auditLeaf)).toBe(await world.db.$count(auditEvent)))
  })

  it('signs a checkpoint when asked, as the role that owns nothing', async () => {
    await enqueue(world.db, 'sign-checkpoint')
    await soon(async () => expect(await world.db.$count(auditCheckpoint)).toBe(1))
  })

  it('sweeps without leaving anything behind', async () => {
    await enqueue(world.db, 'sweep')
    await soon(async () => expect(await queued()).toBe(0))
  })

  it('keeps a job that fails, to try it again, without the world’s own words', async () => {
    await world.db.$client.query(`SELECT graphile_worker.add_job('cool-down', '{"extra": "not an id"}')`)
    await soon(async () => {
      const { rows } = await world.db.$client.query(
        `SELECT attempts, last_error FROM graphile_worker.jobs WHERE ${ENDING}`,
      )
      expect(rows).toEqual([{ attempts: 1, last_error: expect.stringContaining('Unrecognized key') }])
    })
  })
})
