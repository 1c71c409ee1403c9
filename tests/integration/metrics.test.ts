import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoMember } from '@/lib/demo/members'
import { startJobs } from '@/lib/desk/jobs-runner'
import { enqueue } from '@/lib/flows/enqueue'
import { readMetrics } from '@/lib/session/metrics'
import { refuseMetrics } from '@/lib/session/metrics-access'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk, payment, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { act, ioOf } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const metrics = (deps = desk.deps) => readMetrics(deps, [31337])

/** The value of a line, null where it is not there. */
function valueOf(text: string, line: string): number | null {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `))
  return found === undefined ? null : Number(found.slice(line.length + 1))
}

describe('who reads the metrics', () => {
  const token = 'a-token-of-at-least-thirty-two-characters'

  it('shows the token, and nobody does where none is set', () => {
    expect(refuseMetrics(token, `Bearer ${token}`)).toBeNull()
    for (const wrong of [null, '', 'Bearer', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token, `bearer ${token}`])
      expect(refuseMetrics(token, wrong)).toBe(401)
    for (const any of [null, '', 'Bearer ', 'Bearer null']) expect(refuseMetrics(null, any)).toBe(404)
  })
})

describe('the metrics', () => {
  it('count verbs by how they ended, and withdrawals by state', async () => {
    const staged = 'countersign_flow_outcomes_total{verb="stage",code="OK"}'
    const refused = 'countersign_flow_outcomes_total{verb="hold",code="NOT_ALLOWED"}'
    const before = await metrics()
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await refusalOf(act(desk, 'ines', 'hold', { withdrawalId: id, note: 'Not hers to hold.' }))
    const after = await metrics()
    expect(valueOf(after, staged)).toBe((valueOf(before, staged) ?? 0) + 1)
    expect(valueOf(after, refused)).toBe((valueOf(before, refused) ?? 0) + 1)
    expect(valueOf(after, 'countersign_withdrawals{state="awaiting-approvals"}')).toBe(1)
  })

  it('do not count what is no verb, whatever a caller asks for', async () => {
    const { runFlow } = await import('@/lib/flows/run-flow')
    const call = { entrance: 'door', actor: { kind: 'anonymous', browserHash: '0x' }, input: {} } as const
    await refusalOf(runFlow(desk.deps, { ...call, verb: 'made-up' }))
    expect(await metrics()).not.toContain('made-up')
  })

  it('say how far log and chain are, and that a silent chain is silent', async () => {
    const text = await metrics()
    expect(valueOf(text, 'countersign_log_size')).toBeGreaterThan(10)
    expect(valueOf(text, 'countersign_log_pending')).toBeGreaterThan(0)
    expect(valueOf(text, 'countersign_checkpoint_age_seconds')).toBeGreaterThanOrEqual(0)
    expect(valueOf(text, 'countersign_chain_answers{chain="31337"}')).toBe(1)
    expect(valueOf(text, 'countersign_chain_head_age_seconds{chain="31337"}')).not.toBeNull()
    const silent = await metrics({ ...desk.deps, io: ioOf('http://127.0.0.1:9', desk.now) })
    expect(valueOf(silent, 'countersign_chain_answers{chain="31337"}')).toBe(0)
    expect(valueOf(silent, 'countersign_chain_head_age_seconds{chain="31337"}')).toBeNull()
    desk.pass(100)
    expect(valueOf(await metrics(), 'countersign_checkpoint_age_seconds')).toBeGreaterThanOrEqual(100)
  })

  it('count jobs of a worker, those that fail too, and what still waits', async () => {
    await desk.db.$client.query(`SELECT graphile_worker.add_job('cool-down', '{"extra": "not an id"}')`)
    await enqueue(desk.db, 'sequence-log')
    expect(valueOf(await metrics(), 'countersign_queue_jobs{task="cool-down"}')).toBe(1)
    const jobs = await startJobs(desk.deps, desk.database.appUrl)
    try {
      await vi.waitFor(
        async () => {
          const text = await metrics()
          expect(valueOf(text, 'countersign_job_outcomes_total{task="sequence-log",outcome="done"}')).toBeGreaterThan(0)
          expect(valueOf(text, 'countersign_job_outcomes_total{task="cool-down",outcome="failed"}')).toBe(1)
          expect(valueOf(text, 'countersign_queue_jobs_failing{task="cool-down"}')).toBe(1)
          expect(valueOf(text, 'countersign_log_pending')).toBe(0)
        },
        { timeout: 10_000, interval: 100 },
      )
    } finally {
      await jobs.stop()
    }
  })

  it('hold no address, no name and no amount', async () => {
    const text = await metrics()
    expect(text).not.toMatch(/0x[0-9a-f]{4}/i)
    for (const who of ['ines', 'ruth', 'eli'])
      expect(text.toLowerCase()).not.toMatch(new RegExp(`"${demoMember(who).id}"`))
    expect(text).not.toMatch(/treasury|meridian|usdc|250/i)
  })
})
