import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DeliveryPage, type DeliveryPlace, listDeliveries } from '@/db/queries/deliveries'
import { act, openWorld, performJob, signIn, type World } from '@/tests/builders/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await act(world, 'bram', 'freeze', { scope: { kind: 'safe', id: 'treasury' }, reason: 'Looking into it.' })
  await performJob(world, 'sequence-log')
  await performJob(world, 'derive-notices')
  // Of one event: a webhook that arrived, and mail to each member, every second one of it given up.
  await world.db.$client.query(
    `INSERT INTO notice_delivery (seq, channel, state, next_at, done_at)
     SELECT seq, 'webhook', 'sent', now(), now() FROM notice GROUP BY seq`,
  )
  await world.db.$client.query(
    `INSERT INTO notice_delivery (seq, member_id, channel, state, next_at, done_at)
     SELECT seq, member_id, 'mail', CASE WHEN id % 2 = 0 THEN 'dead' ELSE 'sent' END, now(), now() FROM notice`,
  )
})
afterAll(() => world.close())

const ALL = { after: null, isDeadOnly: false, size: 100 }

it('goes on page by page, each delivery once, also within one event', async () => {
  const viewer = await signIn(world, 'viktor')
  const { lines, older } = await listDeliveries(world.db, viewer, ALL)
  expect(lines.length).toBeGreaterThan(4)
  expect(older).toBeNull()
  const paged: string[] = []
  let after: DeliveryPlace | null = null
  do {
    const page: DeliveryPage = await listDeliveries(world.db, viewer, { ...ALL, after, size: 2 })
    paged.push(...page.lines.map(({ id }) => id))
    after = page.older
  } while (after !== null)
  expect(paged).toEqual(lines.map(({ id }) => id))
})

it('shows what was given up alone, all of it, and to admins only', async () => {
  const viewer = await signIn(world, 'viktor')
  const all = await listDeliveries(world.db, viewer, ALL)
  const dead = await listDeliveries(world.db, viewer, { ...ALL, isDeadOnly: true })
  expect(dead.lines.length).toBeGreaterThan(0)
  expect(dead.lines).toEqual(all.lines.filter(({ state }) => state === 'dead'))
  expect(dead.lines.length).toBeLessThan(all.lines.length)
  expect(await listDeliveries(world.db, await signIn(world, 'ruth'), ALL)).toEqual({ lines: [], older: null })
})
