import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { noticeDelivery } from '@/db/schema/notice'
import { createOutbox } from '@/lib/io/create-outbox'
import { systemRandom } from '@/lib/io/random'
import { refusalOf } from '@/tests/builders/money-desk'
import { act, openWorld, ORIGIN, performJob, type World } from '@/tests/builders/world'

const GONE = 410

let world: World
let status = GONE
const posted: unknown[] = []
const receiver = createServer((request, response) => {
  posted.push(request.headers['webhook-id'])
  response.writeHead(status).end()
})

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  world = await openWorld()
})
afterAll(async () => {
  await world.close()
  await new Promise((resolve) => receiver.close(resolve))
})

/** A job as a worker performs it that has a webhook. */
function asWorker(job: string): Promise<unknown> {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`
  const settings = { mail: null, webhook: { url, secret: new Uint8Array(32).fill(3) } }
  const io = { ...world.deps.io, outbox: createOutbox(settings, ORIGIN), random: systemRandom }
  return performJob({ deps: { ...world.deps, io } }, job)
}

it('a delivery that was given up is tried again under its own id when an admin says so, and by nobody else', async () => {
  await act(world, 'bram', 'freeze', { scope: { kind: 'safe', id: 'treasury' }, reason: 'Looking into it.' })
  await performJob(world, 'sequence-log')
  await asWorker('derive-notices')
  const [{ id: deliveryId } = { id: '' }] = await world.db.select().from(noticeDelivery)
  const retryAs = (who: string) => act(world, who, 'retry-delivery', { deliveryId })
  // What still waits is not begun anew.
  expect((await refusalOf(retryAs('viktor'))).code).toBe('CONFLICT')
  await asWorker('send-notices')
  expect(await world.db.select().from(noticeDelivery)).toMatchObject([{ state: 'dead', attempts: 1 }])

  expect((await refusalOf(retryAs('ruth'))).code).toBe('NOT_ALLOWED')
  expect(await retryAs('viktor')).toEqual({ isWaiting: true })
  status = 200
  expect(await asWorker('send-notices')).toEqual({ sent: 1 })
  expect(posted).toEqual([deliveryId, deliveryId])
  // What arrived does not go out again.
  expect((await refusalOf(retryAs('viktor'))).code).toBe('CONFLICT')
  const [event] = await world.db.select().from(auditEvent).where(eq(auditEvent.objectType, 'notice-delivery'))
  expect(event).toMatchObject({ actorId: 'viktor', action: 'retry-delivery', objectId: deliveryId })
})
