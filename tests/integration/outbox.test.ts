import { createHmac, timingSafeEqual } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '@/db/queries/deliveries'
import { listNotices, readNotifyAddress } from '@/db/queries/notices'
import { auditEvent, auditLeaf, auditPersonal } from '@/db/schema/audit'
import { noticeDelivery } from '@/db/schema/notice'
import { createOutbox } from '@/lib/io/create-outbox'
import type { OutboxSettings } from '@/lib/io/outbox'
import { systemRandom } from '@/lib/io/random'
import { MOST_TRIES } from '@/lib/notices/next-try'
import { refusalOf } from '@/tests/builders/money-desk'
import { type Post, type Receivers, startReceivers } from '@/tests/builders/receivers'
import { act, openWorld, ORIGIN, perform, performJob, signIn, type World } from '@/tests/builders/world'

const SECRET = new Uint8Array(32).fill(3)
const mails: string[] = []
const posts: Post[] = []
const DEAD = { after: null, isDeadOnly: true, size: 100 }
/** What the receiver of webhooks answers, and what the mail server says to a recipient. */
let status = 200
let refusesRecipient = 0
let receivers: Receivers
let world: World
let settings: OutboxSettings

beforeAll(async () => {
  receivers = await startReceivers(SECRET, { mails, posts, status: () => status, refuses: () => refusesRecipient })
  settings = receivers.settings
  world = await openWorld()
  await performJob(world, 'derive-notices')
})
afterAll(async () => {
  await world.close()
  await receivers.close()
})
beforeEach(async () => {
  await world.db.$client.query(`UPDATE notice_delivery SET state = 'dead', done_at = now() WHERE state = 'waiting'`)
  ;[status, refusesRecipient] = [200, 0]
  mails.length = 0
  posts.length = 0
})

/** The same world with these ways out, as a worker has it. */
const worker = (given: OutboxSettings = settings) => {
  const io = { ...world.deps.io, outbox: createOutbox(given, ORIGIN, world.deps.io.clock), random: systemRandom }
  return { ...world, deps: { ...world.deps, io } }
}
const send = async (given?: OutboxSettings) => (await performJob(worker(given), 'send-notices')) as { sent: number }

/** Something that everybody but Bram is told: one webhook, and a mail to whoever gave an address. */
async function freezeAndDerive(given?: OutboxSettings): Promise<void> {
  await deriveWith({ mail: null, webhook: null })
  await act(world, 'bram', 'freeze', { scope: { kind: 'safe', id: 'treasury' }, reason: 'Looking into it.' })
  await deriveWith(given)
}

async function deriveWith(given?: OutboxSettings): Promise<void> {
  await performJob(world, 'sequence-log')
  await performJob(worker(given), 'derive-notices')
}
const waiting = () => world.db.select().from(noticeDelivery).where(eq(noticeDelivery.state, 'waiting'))
const onlyMail = (): OutboxSettings => ({ ...settings, webhook: null })
const onlyWebhook = (): OutboxSettings => ({ ...settings, mail: null })

/** As a receiver checks it (Standard Webhooks). */
function isGenuine({ headers, body }: Post): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const expected = `v1,${createHmac('sha256', SECRET).update(signed).digest('base64')}`
  const given = String(headers['webhook-signature'])
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

describe('where a member’s notices go', () => {
  it('is theirs to say with a passkey, and the log cannot be asked whether it is a given address', async () => {
    expect(await act(world, 'ruth', 'notify-at', { address: 'ruth@halden.example' })).toEqual({ isMailed: true })
    expect(await readNotifyAddress(world.db, await signIn(world, 'ruth'))).toBe('ruth@halden.example')
    await performJob(world, 'sequence-log')
    const [event] = await world.db.select().from(auditEvent).where(eq(auditEvent.action, 'notify-at'))
    const [kept] = await world.db
      .select()
      .from(auditPersonal)
      .where(eq(auditPersonal.eventId, event?.id ?? 0))
    expect(event).toMatchObject({ actorId: 'ruth', objectId: 'ruth', subject: '' })
    expect(kept?.body).toBe('{"address":"ruth@halden.example"}')
    const leaves = await world.db.select({ json: auditLeaf.json }).from(auditLeaf)
    expect(JSON.stringify(leaves)).not.toContain('halden.example')
  })

  it('is one address or nowhere', async () => {
    const ruth = await signIn(world, 'ruth')
    for (const address of ['nobody', 'a@x.example, b@x.example', 'a@x.example\r\nBcc: b@x.example', ''])
      expect((await refusalOf(perform(world, ruth, 'notify-at', { address }))).code).toBe('BAD_INPUT')
    await act(world, 'tomas', 'notify-at', { address: 'tomas@halden.example' })
    await act(world, 'tomas', 'notify-at', { address: null })
    expect(await readNotifyAddress(world.db, await signIn(world, 'tomas'))).toBeNull()
  })

  it('is told to its member in the desk itself when it changes', async () => {
    await performJob(world, 'sequence-log')
    await performJob(world, 'derive-notices')
    const { lines } = await listNotices(world.db, await signIn(world, 'ruth'), { below: null, size: 5 })
    expect(lines[0]).toMatchObject({ kind: 'address-changed' })
  })
})

describe('a notice that leaves the desk', () => {
  it('is mailed once to who gave an address, without name, amount or address in it', async () => {
    await freezeAndDerive(onlyMail())
    expect(await send(onlyMail())).toEqual({ sent: 1 })
    expect(await send(onlyMail())).toEqual({ sent: 0 })
    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain('To: ruth@halden.example')
    expect(mails[0]).toContain('Subject: Countersign: A Safe is frozen.')
    expect(mails[0]).toContain('Open the desk from your own bookmark')
    expect(mails[0]).toContain('http://localhost:3000/freezes')
    expect(mails[0]).not.toMatch(/treasury|bram|Looking into it|0x[0-9a-f]{6}/i)
  })

  it('is posted once for all who are told, signed so that a changed body is noticed', async () => {
    await freezeAndDerive(onlyWebhook())
    expect(await send(onlyWebhook())).toEqual({ sent: 1 })
    expect(await send(onlyWebhook())).toEqual({ sent: 0 })
    const [post] = posts
    if (!post || posts.length !== 1) throw new Error(`${posts.length} posts`)
    expect(isGenuine(post)).toBe(true)
    expect(isGenuine({ ...post, body: post.body.replace('frozen', 'lifted') })).toBe(false)
    expect(isGenuine({ ...post, headers: { ...post.headers, 'webhook-id': 'other' } })).toBe(false)
    expect(JSON.parse(post.body)).toMatchObject({ type: 'notice.frozen', data: { about: null } })
    expect(post.body).not.toMatch(/treasury|bram/i)
  })

  it('is posted again after a 500, with the same id', async () => {
    await freezeAndDerive(onlyWebhook())
    status = 500
    expect(await send()).toEqual({ sent: 0 })
    expect(await send()).toEqual({ sent: 0 })
    expect(posts).toHaveLength(1)
    expect(await waiting()).toMatchObject([{ attempts: 1, fault: 'The receiver answered 500.' }])
    status = 200
    world.pass(31)
    expect(await send()).toEqual({ sent: 1 })
    expect(new Set(posts.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(posts.every(isGenuine)).toBe(true)
    expect(await waiting()).toEqual([])
  })

  it('is dead after the last try, and admins read why', async () => {
    await freezeAndDerive(onlyWebhook())
    const [{ id } = { id: '' }] = await waiting()
    status = 503
    for (let tries = 0; tries < MOST_TRIES + 2; tries += 1) {
      await send()
      world.pass(6 * 3600)
    }
    expect(posts).toHaveLength(MOST_TRIES)
    const viewer = await signIn(world, 'viktor')
    const line = (await listDeliveries(world.db, viewer, DEAD)).lines.find((one) => one.id === id)
    expect(line).toMatchObject({ state: 'dead', attempts: MOST_TRIES, fault: 'The receiver answered 503.', to: null })
    expect(await listDeliveries(world.db, await signIn(world, 'ruth'), DEAD)).toEqual({ lines: [], older: null })
  })

  it('follows no redirect', async () => {
    await freezeAndDerive(onlyWebhook())
    status = 302
    await send()
    expect(posts).toHaveLength(1)
    expect(await waiting()).toMatchObject([{ fault: 'The receiver answered 302.' }])
  })

  it('is given up at once where the recipient does not exist, and tried again where the server only waits', async () => {
    await freezeAndDerive(onlyMail())
    refusesRecipient = 451
    await send()
    expect(await waiting()).toMatchObject([{ attempts: 1, fault: 'The mail server answered 451.' }])
    refusesRecipient = 550
    world.pass(31)
    await send()
    expect(await waiting()).toEqual([])
    const { lines } = await listNotices(world.db, await signIn(world, 'ruth'), { below: null, size: 1 })
    expect(lines).toMatchObject([{ kind: 'frozen', mail: 'dead' }])
  })

  it('waits while nobody answers', async () => {
    await freezeAndDerive(onlyMail())
    const nowhere = { mail: { url: 'smtp://127.0.0.1:9', from: 'desk@desk.example' }, webhook: null }
    expect(await send(nowhere)).toEqual({ sent: 0 })
    expect(await waiting()).toMatchObject([{ attempts: 1, fault: 'No mail server answered.' }])
    world.pass(31)
    expect(await send(onlyMail())).toEqual({ sent: 1 })
  })

  it('is never mailed in the clear to another machine', async () => {
    await freezeAndDerive(onlyMail())
    // Not by a name of this machine, so it counts as another one; it offers no TLS.
    const other = {
      mail: { url: settings.mail?.url.replace('127.0.0.1', '127.0.0.2') ?? '', from: 'desk@desk.example' },
    }
    expect(await send({ ...other, webhook: null })).toEqual({ sent: 0 })
    expect(mails).toEqual([])
    expect(await waiting()).toMatchObject([{ fault: 'The mail server offers no TLS.' }])
    world.pass(31)
    expect(await send(onlyMail())).toEqual({ sent: 1 })
  })

  it('is not mailed to who takes the address back meanwhile', async () => {
    await freezeAndDerive(onlyMail())
    await act(world, 'ruth', 'notify-at', { address: null })
    expect(await send(onlyMail())).toEqual({ sent: 0 })
    expect(mails).toEqual([])
    await act(world, 'ruth', 'notify-at', { address: 'ruth@halden.example' })
  })
})

describe('a worker that ends in the middle', () => {
  it('loses nothing: what it began is sent by the next one under the same id', async () => {
    await freezeAndDerive(onlyWebhook())
    const [begun] = await waiting()
    const dying = worker(onlyWebhook())
    const killed = new Error('killed')
    // The post arrives, and the worker is gone before it can say so.
    const io = {
      ...dying.deps.io,
      outbox: {
        ...dying.deps.io.outbox,
        webhook: async (message: Parameters<typeof dying.deps.io.outbox.webhook>[0]) => {
          await dying.deps.io.outbox.webhook(message)
          throw killed
        },
      },
    }
    await expect(performJob({ deps: { ...dying.deps, io } }, 'send-notices')).rejects.toThrow(killed)
    expect(await waiting()).toMatchObject([{ id: begun?.id, attempts: 1 }])
    world.pass(31)
    expect(await send()).toEqual({ sent: 1 })
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual([begun?.id, begun?.id])
  })

  it('does not send twice what two take at once', async () => {
    await freezeAndDerive(onlyWebhook())
    const runs = await Promise.all([send(), send(), send()])
    expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(1)
    expect(posts).toHaveLength(1)
  })

  it('leaves a delivery that nobody makes undone, or into another one', async () => {
    await freezeAndDerive(onlyWebhook())
    await send()
    const change = (set: ReturnType<typeof sql>) => world.db.execute(sql`UPDATE notice_delivery SET ${set}`)
    await expect(change(sql`state = 'waiting', done_at = NULL`)).rejects.toThrow()
    await expect(change(sql`channel = 'mail'`)).rejects.toThrow()
    await expect(world.db.execute(sql`DELETE FROM notice_delivery`)).rejects.toThrow()
  })
})
