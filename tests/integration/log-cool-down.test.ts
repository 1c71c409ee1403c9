import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { withdrawal } from '@/db/schema/withdrawal'
import { openWorld, performJob, type World } from '@/tests/builders/world'
import { hashOf, WITHDRAWAL_ROW } from '@/tests/builders/world-rows'

describe('cool-down', () => {
  let world: World
  beforeAll(async () => void (world = await openWorld()))
  afterAll(() => world.close())

  /** A withdrawal that a quorum approved and that waits for its delay. */
  const cooling = async (nonce: number, readyInSeconds: number): Promise<string> => {
    const columns = {
      ...WITHDRAWAL_ROW,
      safe_id: 'treasury',
      nonce,
      safe_tx_hash: hashOf(nonce),
      stage_challenge: hashOf(nonce),
    }
    const { $client } = world.db
    const names = Object.keys(columns).join(', ')
    const places = Object.keys(columns).map((_, at) => `$${at + 1}`)
    const inserted = await $client.query<{ id: string }>(
      `INSERT INTO withdrawal (${names}) VALUES (${places.join(', ')}) RETURNING id`,
      Object.values(columns),
    )
    const id = inserted.rows[0]?.id ?? ''
    const readyFrom = new Date(world.now().getTime() + readyInSeconds * 1000)
    for (const state of ['screening', 'awaiting-approvals', 'cooling'])
      await $client.query('UPDATE withdrawal SET state = $2, ready_from = $3 WHERE id = $1', [id, state, readyFrom])
    return id
  }
  const stateOf = async (id: string) =>
    (await world.db.select().from(withdrawal).where(eq(withdrawal.id, id)))[0]?.state
  const eventsOf = async (id: string) =>
    (await world.db.select().from(auditEvent).where(eq(auditEvent.objectId, id))).map((event) => event.action)

  it('readies what is due and nothing else, with an event by the desk', async () => {
    const [due, later] = [await cooling(1, 5), await cooling(2, 60)]
    expect(await performJob(world, 'cool-down')).toEqual({ readied: [] })
    world.pass(6)
    expect(await performJob(world, 'cool-down')).toEqual({ readied: [due] })
    expect([await stateOf(due), await stateOf(later)]).toEqual(['ready', 'cooling'])
    expect(await eventsOf(due)).toEqual(['withdrawal cooling → ready'])
    expect(await eventsOf(later)).toEqual([])
  })

  it('readies once when two workers look at once', async () => {
    const due = await cooling(3, 0)
    world.pass(1)
    const answers = await Promise.all([1, 2, 3].map(() => performJob(world, 'cool-down')))
    expect(answers.flatMap((answer) => (answer as { readied: string[] }).readied)).toEqual([due])
    expect(await eventsOf(due)).toHaveLength(1)
  })

  it('lets a rejection that came first stand', async () => {
    const due = await cooling(4, 0)
    world.pass(1)
    await world.db.$client.query(`UPDATE withdrawal SET state = 'cancel-pending-onchain' WHERE id = $1`, [due])
    expect(await performJob(world, 'cool-down')).toEqual({ readied: [] })
    expect(await stateOf(due)).toBe('cancel-pending-onchain')
  })
})
