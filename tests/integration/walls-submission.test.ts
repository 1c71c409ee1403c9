import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf, openWallDesk, type Rows, type WallDesk } from '@/tests/builders/world-rows'

const NOW = '2026-03-01T10:00:00.000Z'
const CLOSED = 'a closed attempt stays closed'

const FIXED: readonly (readonly [column: string, value: unknown])[] = [
  ['withdrawal_id', 'W-1001'],
  ['attempt', 9],
  ['executor_id', 'ruth'],
  ['executor_address', '0xR'],
  ['evidence_digest', '0x01'],
  ['proof', '{"factor":"other"}'],
  ['challenge', hashOf(999)],
  ['handed_over_at', NOW],
]
const SEEN = ['is_open', 'state', 'reported_tx_hash', 'mined_tx_hash', 'block_number', 'block_hash', 'observed_at']

describe('a hand-over in the database', () => {
  let desk: WallDesk
  let used = 7000
  beforeAll(async () => void (desk = await openWallDesk()))
  afterAll(() => desk.close())

  const ready = async () => {
    const id = await desk.withdrawal()
    await desk.move(id, 'screening', 'awaiting-approvals', 'ready')
    return id
  }
  const attempt = (withdrawal_id: string, change: Rows = {}): Rows => ({
    ...{ withdrawal_id, attempt: 1, executor_id: 'tomas', executor_address: '0xT', evidence_digest: '0x' },
    ...{ proof: {}, challenge: hashOf((used += 1)), handed_over_at: '2026-03-01T09:30:00.000Z', state: 'handed-over' },
    ...change,
  })
  const handOver = async (change: Rows = {}) => (await desk.insert('submission', attempt(await ready(), change))).id
  const set = (id: unknown, change: string, as = desk.app) =>
    as.query(`UPDATE submission SET ${change} WHERE id = $1`, [id])

  it('happens once for one challenge', async () => {
    const first = attempt(await ready())
    await desk.insert('submission', first)
    const again = attempt(await ready(), { challenge: first.challenge })
    await expect(desk.insert('submission', again)).rejects.toThrow('submission_challenge_unique')
    await desk.insert('submission', { ...again, challenge: hashOf(8001) })
  })

  it('is one open attempt at a time', async () => {
    const withdrawalId = await ready()
    const first = await desk.insert('submission', attempt(withdrawalId))
    const second = attempt(withdrawalId, { attempt: 2 })
    await expect(desk.insert('submission', second)).rejects.toThrow('submission_one_open')
    await set(first.id, `is_open = false, state = 'handed-over-again'`)
    await desk.insert('submission', second)
  })

  it('is of a withdrawal that is ready or executing', async () => {
    const id = await desk.withdrawal()
    for (const state of ['screening', 'awaiting-approvals', 'cooling']) {
      await desk.move(id, state)
      await expect(desk.insert('submission', attempt(id))).rejects.toThrow('the withdrawal is not to be handed over')
    }
    await desk.move(id, 'ready', 'executing')
    await desk.insert('submission', attempt(id))
  })

  it.each([
    { is_open: false },
    { state: 'executed' },
    { reported_tx_hash: '0x' },
    { mined_tx_hash: '0x' },
    { block_number: 1 },
    { block_hash: '0x' },
    { observed_at: NOW },
  ])('starts open and unseen: %j', async (change) => {
    await expect(handOver(change)).rejects.toThrow('a hand-over starts open and unseen')
  })

  it.each(FIXED)('keeps its %s, for the owner too', async (column, value) => {
    const id = await handOver()
    const change = (as = desk.app) => as.query(`UPDATE submission SET ${column} = $2 WHERE id = $1`, [id, value])
    await expect(change()).rejects.toThrow('permission denied for table submission')
    await expect(change(desk.owner)).rejects.toThrow('a hand-over is immutable')
  })

  it('keeps every column that the test above does not name changeable on purpose', async () => {
    const { rows } = await desk.app.query(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'submission'`,
    )
    expect(rows.map(({ name }) => name).sort()).toEqual([...FIXED.map(([column]) => column), ...SEEN, 'id'].sort())
  })

  it('is reported, seen, seen no more and final', async () => {
    const id = await handOver()
    await set(id, `reported_tx_hash = '0x1'`)
    await set(
      id,
      `state = 'confirming', mined_tx_hash = '0x1', block_number = 1, block_hash = '0x2', observed_at = now()`,
    )
    await set(id, `state = 'handed-over', mined_tx_hash = null, block_number = null, block_hash = null`)
    await set(id, `state = 'executed', is_open = false`)
  })

  it.each(['executed', 'failed-onchain', 'superseded', 'handed-over-again'])('stays closed as %s', async (state) => {
    const id = await handOver()
    await set(id, `is_open = false, state = '${state}'`)
    for (const change of [
      'is_open = true',
      `is_open = true, state = 'handed-over'`,
      `state = 'reverted'`,
      `block_hash = '0x'`,
    ])
      for (const as of [desk.app, desk.owner]) await expect(set(id, change, as), change).rejects.toThrow(CLOSED)
  })

  it('opens again only where it reverted and its public signatures were mined', async () => {
    const id = await handOver()
    await set(id, `is_open = false, state = 'reverted'`)
    await expect(set(id, 'is_open = true')).rejects.toThrow(CLOSED)
    await expect(set(id, `is_open = true, state = 'handed-over'`)).rejects.toThrow(CLOSED)
    await set(id, `is_open = true, state = 'confirming'`)
    await set(id, `is_open = false, state = 'reverted'`)
    await set(id, `state = 'executed'`)
    await expect(set(id, `state = 'reverted'`)).rejects.toThrow(CLOSED)
  })
})
