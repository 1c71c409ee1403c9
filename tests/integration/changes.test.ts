import { NextRequest } from 'next/server'
import { Client } from 'pg'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { answerEvents } from '@/app/api/events/answer'
import { readMark } from '@/db/queries/read-mark'
import { auditEvent } from '@/db/schema/audit'
import { member } from '@/db/schema/member'
import { session } from '@/db/schema/session'
import { approval } from '@/db/schema/withdrawal'
import { isSeen } from '@/lib/audit/is-seen'
import { type ChangeFeed, openChangeFeed } from '@/lib/io/change-feed'
import { type ChangeStreams, createChangeStreams } from '@/lib/session/change-streams'
import { plantRow } from '@/tests/builders/planted-withdrawals'
import { EventReader } from '@/tests/builders/read-events'
import { hashOf } from '@/tests/builders/world-rows'
import { openSession, openWorld, ORIGIN, perform, type World } from '@/tests/builders/world'

const BEAT_MS = 300
let desk: World
let feed: ChangeFeed
let streams: ChangeStreams
const readers: EventReader[] = []

beforeAll(async () => {
  desk = await openWorld()
  feed = openChangeFeed(desk.database.appUrl, 'changes under test')
  streams = createChangeStreams(feed, BEAT_MS)
})
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.cancel()))
  await expect.poll(() => streams.count()).toBe(0)
})
afterAll(async () => {
  await feed.close()
  await desk.close()
})

function ask(cookie: string | null, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  const request = new NextRequest(`${ORIGIN}/api/events`, {
    headers: { ...(cookie !== null && { cookie: `countersign-session=${cookie}` }), ...headers },
    ...(signal && { signal }),
  })
  return answerEvents(desk.deps, streams, request)
}

async function listen(cookie: string): Promise<EventReader> {
  const { body, status } = await ask(cookie)
  expect(status).toBe(200)
  const reader = read(body)
  readers.push(reader)
  // The first stream of all opens the connection, which then says resync.
  expect((await reader.next())?.name).toMatch(/^(hello|resync)$/)
  return reader
}

function read(body: ReadableStream<Uint8Array> | null): EventReader {
  if (!body) throw new Error('no body')
  return new EventReader(body)
}

const freezeAs = async (who: string, scope: { kind: string; id: string }) =>
  perform(desk, (await openSession(desk, who)).actor, 'freeze', { scope, reason: 'Secret words' })

const nextChange = async (reader: EventReader) =>
  JSON.parse((await reader.find('change'))?.text ?? 'null') as Record<string, string | null>

describe('a change is told', () => {
  it('to every stream at once, on any web process, by ids alone', async () => {
    const elsewhere = openChangeFeed(desk.database.appUrl)
    const others = createChangeStreams(elsewhere)
    const { cookie, actor } = await openSession(desk, 'ruth')
    const over = new AbortController()
    const far = read(others.open(desk.deps, { sessionId: cookie, viewer: actor, signal: over.signal }))
    await far.find('resync')
    const near = await listen(cookie)
    await freezeAs('tomas', { kind: 'safe', id: 'training' })
    const change = await nextChange(near)
    expect(change).toEqual({
      ...{ action: 'freeze', type: 'freeze', id: expect.stringMatching(/^safe\/training\/[0-9a-f-]{36}$/) },
      ...{ withdrawal: null, safe: 'training', by: 'tomas', xid: expect.stringMatching(/^\d+$/) },
    })
    expect(await nextChange(far)).toEqual(change)
    expect(near.all).not.toContain('Secret')
    over.abort()
    await elsewhere.close()
  })

  it.each(['approval', 'stale-approval', 'withdrawal', 'hold'])('with the withdrawal that a %s is of', async (type) => {
    const id = await plantRow(desk, { through: ['screening', 'awaiting-approvals'], approvedBy: ['lena'] })
    const [given] = await desk.db.select().from(approval).where(eq(approval.withdrawalId, id))
    const objectId = { approval: given?.id, 'stale-approval': given?.id, withdrawal: id, hold: `${id}/x` }[type]
    const reader = await listen((await openSession(desk, 'ruth')).cookie)
    await log({ objectType: type, objectId: objectId ?? '' })
    expect(await nextChange(reader)).toMatchObject({ type, withdrawal: id, safe: 'treasury' })
  })

  it('once it is committed, and a snapshot from before does not cover it though a later one was told first', async () => {
    const reader = await listen((await openSession(desk, 'ruth')).cookie)
    const late = new Client({ connectionString: desk.database.appUrl })
    await late.connect()
    await late.query('BEGIN')
    await late.query(INSERT, ['member', 'late'])
    await log({ objectType: 'member', objectId: 'early' })
    expect(await nextChange(reader)).toMatchObject({ id: 'early' })
    const before = await readMark(desk.db, (await openSession(desk, 'ruth')).actor)
    await late.query('COMMIT')
    await late.end()
    const change = await nextChange(reader)
    expect(change.id).toBe('late')
    expect(isSeen(before.snapshot, change.xid ?? '')).toBe(false)
    const after = await readMark(desk.db, (await openSession(desk, 'ruth')).actor)
    expect(isSeen(after.snapshot, change.xid ?? '')).toBe(true)
    expect(after.newest).not.toBe(before.newest)
  })

  it('never in a way that fails the change, however odd its words, and no credential id or session is named', async () => {
    const reader = await listen((await openSession(desk, 'ruth')).cookie)
    await log({ objectType: 'approval', objectId: `'"\\ ${'\u{1F4B0}'.repeat(9000)}` })
    expect((await nextChange(reader)).id?.length).toBeLessThanOrEqual(400)
    await log({ objectType: 'passkey-retirement', objectId: 'credential-of-lena' })
    await log({ objectType: 'session', objectId: hashOf(1), action: 'sign-out' })
    await log({ objectType: 'refusal', objectId: 'approve', outcome: 'refused' })
    await log({ objectType: 'member', objectId: 'last' })
    expect(await nextChange(reader)).toMatchObject({ type: 'passkey-retirement', id: '' })
    expect(await nextChange(reader)).toMatchObject({ type: 'member', id: 'last' })
    expect(reader.all).not.toContain('credential-of-lena')
    expect(reader.all).not.toContain(hashOf(1))
  })

  it('and what others put on the channel is not', async () => {
    const reader = await listen((await openSession(desk, 'ruth')).cookie)
    for (const payload of ['', 'x', '[]', '{"type":"freeze"}', JSON.stringify({ type: 'x', xid: 'y' })])
      await desk.db.execute(sql`SELECT pg_notify('countersign_changes', ${payload})`)
    await log({ objectType: 'member', objectId: 'honest' })
    expect(await nextChange(reader)).toMatchObject({ id: 'honest' })
  })
})

describe('a lost connection', () => {
  it('is said, comes back by itself, and is followed by a resync that names where the log stands', async () => {
    const { cookie, actor } = await openSession(desk, 'ruth')
    const reader = await listen(cookie)
    const { newest } = await readMark(desk.db, actor)
    await desk.db.execute(sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'changes under test' AND datname = current_database()`)
    expect(await reader.find('lost')).not.toBeNull()
    await log({ objectType: 'member', objectId: 'missed' })
    const resync = await reader.find('resync')
    expect(JSON.parse(resync?.text ?? '')).not.toEqual({ newest })
    expect(JSON.parse(resync?.text ?? '')).toEqual({ newest: (await readMark(desk.db, actor)).newest })
    await log({ objectType: 'member', objectId: 'heard' })
    expect(await nextChange(reader)).toMatchObject({ id: 'heard' })
  })
})

describe('a stream is refused', () => {
  it.each([
    ['nobody', null],
    ['a made-up session', 'A'.repeat(43)],
    ['something that is no session', '../../etc'],
  ])('to %s', async (_who, cookie) => {
    const answer = await ask(cookie)
    expect([answer.status, answer.body]).toEqual([401, null])
  })

  it('to a page of another site, though the session lives', async () => {
    const { cookie } = await openSession(desk, 'ruth')
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await ask(cookie, { 'sec-fetch-site': site })).status).toBe(403)
  })
})

describe('a stream', () => {
  it('is marked so that nobody keeps, guesses or gathers it', async () => {
    const answer = await ask((await openSession(desk, 'ruth')).cookie, { 'sec-fetch-site': 'same-origin' })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    await answer.body?.cancel()
  })

  it('ends with its session at the next beat, and says so', async () => {
    const { cookie, actor } = await openSession(desk, 'ruth')
    const reader = await listen(cookie)
    await desk.db.update(session).set({ revokedAt: new Date() }).where(eq(session.idHash, actor.sessionHash))
    expect(await reader.find('over')).not.toBeNull()
    expect(await reader.next()).toBeNull()
  })

  it('ends before it tells of another change once its member is no longer active', async () => {
    const quiet = createChangeStreams(feed, 60_000)
    const { cookie, actor } = await openSession(desk, 'bram')
    const over = new AbortController()
    const reader = read(quiet.open(desk.deps, { sessionId: cookie, viewer: actor, signal: over.signal }))
    await reader.find('hello')
    await ownerQuery(`UPDATE member SET is_active = false WHERE id = 'bram'`)
    await log({ objectType: 'member', objectId: 'bram' })
    expect((await reader.next())?.name).toBe('over')
    expect(reader.all).not.toContain('change')
    await ownerQuery(`UPDATE member SET is_active = true WHERE id = 'bram'`)
    expect((await desk.db.select().from(member).where(eq(member.id, 'bram')))[0]?.isActive).toBe(true)
  })

  it('ends at once when its member signs out elsewhere, without waiting for a beat', async () => {
    const quiet = createChangeStreams(feed, 60_000)
    const [here, lost] = [await openSession(desk, 'ruth'), await openSession(desk, 'ruth')]
    const over = new AbortController()
    const reader = read(quiet.open(desk.deps, { sessionId: lost.cookie, viewer: lost.actor, signal: over.signal }))
    await reader.find('hello')
    await perform(desk, here.actor, 'revoke-session', { sessionHash: lost.actor.sessionHash })
    expect(await reader.find('over')).not.toBeNull()
    expect(quiet.count()).toBe(0)
  })

  it('does not keep an idle session alive', async () => {
    const { cookie, actor } = await openSession(desk, 'ruth')
    const seen = async () => (await desk.db.select().from(session).where(eq(session.idHash, actor.sessionHash)))[0]
    const before = (await seen())?.lastSeenAt
    const reader = await listen(cookie)
    desk.pass(10 * 60)
    await log({ objectType: 'member', objectId: 'x' })
    expect(await nextChange(reader)).toMatchObject({ id: 'x' })
    expect(await reader.find('beat')).not.toBeNull()
    expect((await seen())?.lastSeenAt).toEqual(before)
    desk.pass(21 * 60)
    expect(await reader.find('over')).not.toBeNull()
  })

  it('is one of eight for a session: the ninth ends the oldest', async () => {
    const { cookie } = await openSession(desk, 'ruth')
    const own: EventReader[] = []
    for (let count = 0; count < 9; count += 1) own.push(await listen(cookie))
    expect(await own[0]?.find('over')).not.toBeNull()
    expect(streams.count()).toBe(8)
    await log({ objectType: 'member', objectId: 'y' })
    expect(await nextChange(own[1] ?? failed())).toMatchObject({ id: 'y' })
  })

  it('ends for good when the process stops: it would wait for it', async () => {
    const stopping = createChangeStreams(feed)
    const { cookie, actor } = await openSession(desk, 'ruth')
    const asked = { sessionId: cookie, viewer: actor, signal: new AbortController().signal }
    const reader = read(stopping.open(desk.deps, asked))
    await reader.find('hello')
    stopping.endAll()
    expect(await reader.next()).toBeNull()
    expect(stopping.open(desk.deps, asked)).toBeNull()
  })

  it('is gone from the server when the browser leaves', async () => {
    const left = new AbortController()
    const { cookie } = await openSession(desk, 'ruth')
    await ask(cookie, {}, left.signal)
    expect(streams.count()).toBe(1)
    left.abort()
    expect(streams.count()).toBe(0)
  })
})

const INSERT = `INSERT INTO audit_event (at, actor_kind, actor_id, action, subject, object_type, object_id, object_version,
  content_hash, outcome, reason) VALUES (now(), 'member', 'tomas', 'test', '', $1, $2, 1, '${hashOf(1)}', 'done', '')`

async function log(event: { objectType: string; objectId: string; action?: string; outcome?: string }): Promise<void> {
  await desk.db.insert(auditEvent).values({
    ...{ at: new Date(), actorKind: 'member', actorId: 'tomas', action: 'test', subject: '', objectVersion: 1 },
    ...{ contentHash: hashOf(1), outcome: 'done', reason: '', ...event },
  })
}

async function ownerQuery(text: string): Promise<void> {
  const owner = new Client({ connectionString: desk.database.ownerUrl })
  await owner.connect()
  await owner.query(text)
  await owner.end()
}

const failed = (): never => {
  throw new Error('not there')
}
