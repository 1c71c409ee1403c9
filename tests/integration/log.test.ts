import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLogExport } from '@/db/queries/log'
import { auditCheckpoint, auditEvent, auditLeaf } from '@/db/schema/audit'
import { verifyLog } from '@/lib/audit/verify'
import { readLeaf } from '@/lib/audit/leaf'
import { isConsistent } from '@/lib/audit/merkle'
import { contentDigest, type Digest } from '@/lib/core/digest'
import { appendLeaves, sequencePending } from '@/lib/flows/append-leaves'
import { provideCheckpointSigner } from '@/lib/flows/checkpoint-signer'
import { named } from '@/lib/flows/content'
import type { IssuedStepUp } from '@/lib/flows/request-step-up'
import { write } from '@/lib/flows/write'
import { act, CHECKPOINT_KEY, openWorld, perform, performJob, signIn, stepUp, type World } from '@/tests/builders/world'

const VIEWER = { memberId: 'noor', roles: ['compliance'] }

describe('the log', () => {
  let world: World
  beforeAll(async () => void (world = await openWorld()))
  afterAll(() => world.close())

  const writeEvent = (id: string, personal?: { reason: string }) =>
    write({ db: world.db, actor: { kind: 'system' }, now: world.now() }, async () => [
      undefined,
      [{ action: 'test', object: named('thing', id, 1, { id }), ...(personal && { personal }) }],
    ])
  const counts = async () => ({
    events: await world.db.$count(auditEvent),
    leaves: await world.db.$count(auditLeaf),
    checkpoints: await world.db.$count(auditCheckpoint),
  })
  const jobs = async () => {
    const { rows } = await world.db.$client.query<{ key: string }>('SELECT key FROM graphile_worker.jobs ORDER BY key')
    return rows.map(({ key }) => key)
  }

  it('wakes the sequencer once, in the commit of the change', async () => {
    await writeEvent('a')
    await writeEvent('b')
    // The second was asked for by bootstrap.
    expect(await jobs()).toEqual(['sequence-log', 'sign-checkpoint'])
  })

  it('forgets events and job with a change that fails', async () => {
    const before = await counts()
    const failing = write({ db: world.db, actor: { kind: 'system' }, now: world.now() }, async () => {
      throw new Error('the change failed')
    })
    await expect(failing).rejects.toThrow('the change failed')
    expect(await counts()).toEqual(before)
  })

  it('gives every event one leaf, in order, without an event of its own', async () => {
    const { events } = await counts()
    await performJob(world, 'sequence-log')
    expect(await counts()).toMatchObject({ events, leaves: events })
    await performJob(world, 'sequence-log')
    expect(await counts()).toMatchObject({ events, leaves: events })
    const leaves = await world.db.select().from(auditLeaf).orderBy(auditLeaf.seq)
    expect(leaves.map(({ seq }) => seq)).toEqual(leaves.map((_, place) => place))
    for (const leaf of leaves) expect(readLeaf(leaf.json)).toMatchObject({ hash: leaf.hash, leaf: { seq: leaf.seq } })
  })

  it('signs nothing in a process that holds no key', async () => {
    await expect(performJob(world, 'sign-checkpoint')).rejects.toThrow('holds no checkpoint key')
  })

  it('signs nothing with a key that is not the log’s', async () => {
    provideCheckpointSigner(new Uint8Array(32).fill(8))
    await expect(performJob(world, 'sign-checkpoint')).rejects.toThrow('not the key of this log')
  })

  it('signs the log as far as events are committed, and only when it grew', async () => {
    provideCheckpointSigner(CHECKPOINT_KEY)
    await writeEvent('c')
    const { events } = await counts()
    expect(await performJob(world, 'sign-checkpoint')).toEqual({ size: events, isNew: true })
    expect(await performJob(world, 'sign-checkpoint')).toEqual({ size: events, isNew: false })
    expect(await counts()).toEqual({ events, leaves: events, checkpoints: 1 })
  })

  it('exports a log that verifies offline, with its personal values, and not once a word is changed', async () => {
    await writeEvent('d', { reason: 'The payee called' })
    await performJob(world, 'sign-checkpoint')
    const log = await readLogExport(world.db, VIEWER)
    const { events } = await counts()
    expect(verifyLog(log)).toEqual({ ok: true, leaves: events, checkpoints: 2 })
    expect(log.personal?.map(({ json }) => json)).toEqual(['{"reason":"The payee called"}'])
    const leaves = log.leaves.map((json) => json.replace('"id":"d"', '"id":"e"'))
    expect(verifyLog({ ...log, leaves })).toMatchObject({ ok: false, seq: events - 1 })
  })

  it('is exported by compliance with a passkey bound to that, and by nobody else', async () => {
    const exported = await act(world, 'Noor', 'export-log', {})
    expect(exported).toMatchObject({ filename: expect.stringMatching(/^countersign-log-\d+\.json$/) })
    await expect(act(world, 'Ruth', 'export-log', {})).rejects.toThrow('Only compliance or admin may do this')
    const actor = await signIn(world, 'Noor')
    const proof = await stepUp(world, actor, 'export-log', {})
    await perform(world, actor, 'export-log', { proof })
    await expect(perform(world, actor, 'export-log', { proof })).rejects.toThrow('The challenge is used up')
    await expect(perform(world, actor, 'export-log', {})).rejects.toThrow('Confirm this with your passkey')
  })

  it('has no gap and no double when many sequencers and writers run at once', async () => {
    const writers = Array.from({ length: 120 }, (_, n) => writeEvent(`parallel-${n}`))
    const sequencers = Array.from({ length: 24 }, () => appendLeaves(world.db, 7))
    await Promise.all([...writers, ...sequencers])
    await Promise.all([sequencePending(world.db), sequencePending(world.db)])
    const leaves = await world.db.select().from(auditLeaf).orderBy(auditLeaf.seq)
    expect(leaves.map(({ seq }) => seq)).toEqual(leaves.map((_, place) => place))
    expect(new Set(leaves.map(({ eventId }) => eventId)).size).toBe((await counts()).events)
  })

  it('gives a leaf to an event that is seen after later ones', async () => {
    const { Client } = await import('pg')
    const slow = new Client({ connectionString: world.database.appUrl })
    await slow.connect()
    await slow.query('BEGIN')
    const { rows } = await slow.query<{ id: string }>(
      `INSERT INTO audit_event (at, actor_kind, action, subject, object_type, object_id, object_version, content_hash, outcome, reason)
       VALUES (now(), 'system', 'late', '', 'thing', 'late', 1, $1, 'done', '') RETURNING id`,
      [contentDigest('late')],
    )
    await writeEvent('early')
    await sequencePending(world.db)
    await slow.query('COMMIT')
    await slow.end()
    await sequencePending(world.db)
    const leaves = await world.db.select().from(auditLeaf).orderBy(auditLeaf.seq)
    expect(leaves.slice(-2).map(({ objectId }) => objectId)).toEqual(['early', 'late'])
    expect(leaves.at(-1)?.eventId).toBe(Number(rows[0]?.id))
  })

  it('takes more than one batch in one go', async () => {
    const rows = Array.from({ length: 1_100 }, (_, n) => ({
      ...{
        at: world.now(),
        actorKind: 'system',
        action: 'bulk',
        subject: '',
        objectType: 'thing',
        objectId: `bulk-${n}`,
      },
      ...{ objectVersion: 1, contentHash: contentDigest(n), outcome: 'done', reason: '' },
    }))
    await world.db.insert(auditEvent).values(rows)
    expect(await performJob(world, 'sequence-log')).toEqual({ appended: 500 })
    expect(await jobs()).toContain('sequence-log')
    await sequencePending(world.db)
    const { events, leaves } = await counts()
    expect(leaves).toBe(events)
  })

  it('signs nothing once the log was rewritten, and signs again when it is whole', async () => {
    const owner = world.database.ownerUrl
    const rewrite = async (from: string, to: string) => {
      const client = new Client({ connectionString: owner })
      await client.connect()
      await client.query('ALTER TABLE audit_leaf DISABLE TRIGGER append_only')
      await client.query('UPDATE audit_leaf SET json = replace(json, $1, $2) WHERE seq = 3', [from, to])
      await client.query('ALTER TABLE audit_leaf ENABLE TRIGGER append_only')
      await client.end()
    }
    await rewrite('"action":"bootstrap"', '"action":"bootstrop"')
    await expect(performJob(world, 'sign-checkpoint')).rejects.toThrow('The log was changed at event 3')
    await rewrite('"action":"bootstrop"', '"action":"bootstrap"')
    await expect(performJob(world, 'sign-checkpoint')).resolves.toMatchObject({ isNew: true })
  })

  it('shows a browser that the log only grew since it saw it', async () => {
    const checkpoints = await world.db.select().from(auditCheckpoint).orderBy(auditCheckpoint.size)
    const [first, ...later] = checkpoints.map(({ size, root }) => ({ size, root: root as Digest }))
    const last = later.at(-1)
    if (!first || !last) throw new Error('there are several checkpoints')
    const asked = { action: 'export', subject: contentDigest('x'), policyVersion: 0, seenSize: first.size }
    const { preimage, growth } = (await act(world, 'noor', 'request-step-up', asked)) as IssuedStepUp
    expect(preimage.checkpoint).toEqual(last)
    expect(isConsistent(first, preimage.checkpoint, growth)).toBe(true)
    expect(isConsistent({ ...first, root: contentDigest('other') }, preimage.checkpoint, growth)).toBe(false)
  })

  it('signs nothing beside a checkpoint of another key, and nothing shorter than it signed before', async () => {
    await asOwner(`INSERT INTO audit_checkpoint (size, root, at, note)
      SELECT size + 9, root, at, replace(note, size::text, (size + 9)::text) FROM audit_checkpoint ORDER BY size DESC LIMIT 1`)
    await expect(performJob(world, 'sign-checkpoint')).rejects.toThrow('is not signed with the key of this log')
    await asOwner('DELETE FROM audit_checkpoint')
    await asOwner('DELETE FROM audit_leaf WHERE seq = (SELECT max(seq) FROM audit_leaf)')
    await expect(performJob(world, 'sign-checkpoint')).rejects.toThrow('no longer extends its last checkpoint')
  })

  async function asOwner(query: string): Promise<void> {
    const client = new Client({ connectionString: world.database.ownerUrl })
    await client.connect()
    for (const table of ['audit_leaf', 'audit_checkpoint'])
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await client.query(query)
    for (const table of ['audit_leaf', 'audit_checkpoint'])
      await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    await client.end()
  }
})
