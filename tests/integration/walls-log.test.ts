import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEvent } from '@/lib/audit/types'
import { TRANSITIONS } from '@/lib/stage/lifecycle'
import { EVENT, hashOf, openWallDesk, type WallDesk } from '@/tests/builders/world-rows'

const LOG = ['audit_event', 'audit_leaf', 'audit_checkpoint'] as const
const APPEND_ONLY = [
  ...LOG,
  'review',
  'signature_request',
  'rejection',
  'wallet',
  'legal_transition',
  'seen_transfer',
  'onward_transfer',
] as const

describe('the log and what else is append-only', () => {
  let desk: WallDesk
  beforeAll(async () => {
    desk = await openWallDesk()
    const event = await desk.insert('audit_event', EVENT)
    const [withdrawal_id, at] = [await desk.withdrawal(), EVENT.at]
    await desk.insert('audit_leaf', leaf(0, event.id))
    await desk.insert('audit_checkpoint', { size: 1, root: hashOf(1), at, note: 'note' })
    await desk.signatureRequest(withdrawal_id)
    await desk.insert('seen_transfer', {
      ...{ safe_id: 'safe', chain_id: 31337, kind: 'bait', token: '0x', other: '0x', units: 0, tx_hash: '0x' },
      ...{ log_index: 0, block_number: 1, at },
    })
    await desk.insert('onward_transfer', {
      ...{ withdrawal_id, chain_id: 31337, recipient: '0x', other: '0x', asset: 'native', units: 1, tx_hash: '0x' },
      ...{ log_index: -1, block_number: 1, at },
    })
    await desk.insert('rejection', { withdrawal_id, at, member_id: 'ruth', reason: 'no' })
  })
  afterAll(() => desk.close())

  it.each(APPEND_ONLY)('%s takes a new row and keeps it', async (table) => {
    const { rows } = await desk.app.query(`SELECT count(*)::int AS kept FROM ${table}`)
    expect(rows[0].kept).toBeGreaterThan(0)
  })

  it.each(APPEND_ONLY)('%s: the application may not update, delete or truncate', async (table) => {
    for (const sql of [
      `UPDATE ${table} SET ${column(table)} = ${column(table)}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ])
      await expect(desk.app.query(sql), sql).rejects.toThrow(`permission denied for table ${table}`)
  })

  it.each(APPEND_ONLY)('%s: not even its owner updates, deletes or truncates', async (table) => {
    const statements = [
      `UPDATE ${table} SET ${column(table)} = ${column(table)}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
    ]
    for (const sql of statements) await expect(desk.owner.query(sql), sql).rejects.toThrow(/rows are append-only/)
  })

  it('erases personal values beside the log, but only as the owner', async () => {
    const { id } = await desk.insert('audit_event', EVENT)
    await desk.insert('audit_personal', { event_id: id, salt: hashOf(1), body: '{"name":"R"}' })
    await expect(desk.app.query('DELETE FROM audit_personal')).rejects.toThrow(
      'permission denied for table audit_personal',
    )
    await expect(desk.owner.query(`UPDATE audit_personal SET body = '{}'`)).rejects.toThrow('rows are append-only')
    await expect(desk.owner.query('TRUNCATE audit_personal')).rejects.toThrow('rows are append-only')
    const { rowCount } = await desk.owner.query('DELETE FROM audit_personal WHERE event_id = $1', [id])
    expect(rowCount).toBe(1)
  })

  it('refuses a leaf that leaves a gap, takes another one’s place or repeats an event', async () => {
    const event = await desk.insert('audit_event', EVENT)
    await expect(desk.insert('audit_leaf', leaf(2, event.id))).rejects.toThrow('leaf 2 does not continue the log')
    await expect(desk.insert('audit_leaf', leaf(0, event.id))).rejects.toThrow('leaf 0 does not continue the log')
    await desk.insert('audit_leaf', leaf(1, event.id))
    await expect(desk.insert('audit_leaf', leaf(2, event.id))).rejects.toThrow('audit_leaf_event_id_unique')
  })

  it('refuses a leaf that says something else than its event', async () => {
    const { id } = await desk.insert('audit_event', EVENT)
    const { rows } = await desk.app.query('SELECT max(seq) + 1 AS next FROM audit_leaf')
    const next = Number(rows[0].next)
    const refused = `leaf ${next} does not say what its event says`
    const changes: readonly Partial<AuditEvent>[] = [
      { action: 'bootstrap' },
      { actor: { kind: 'bootstrap' } },
      { actor: { kind: 'system', id: 'ruth' } },
      { at: '2026-03-01T09:00:00.001Z' },
      { object: { ...SAID.object, version: 2 } },
      { outcome: 'refused' },
      { personal: `0x${'2'.repeat(64)}` },
    ]
    for (const change of changes)
      await expect(desk.insert('audit_leaf', leaf(next, id, change)), JSON.stringify(change)).rejects.toThrow(refused)
    for (const json of ['{}', '[]', leaf(next + 1, id).json])
      await expect(desk.insert('audit_leaf', { ...leaf(next, id), json }), json).rejects.toThrow(refused)
    await expect(desk.insert('audit_leaf', { ...leaf(next, id), object_id: 't2' })).rejects.toThrow(refused)
    await desk.insert('audit_leaf', leaf(next, id))
  })

  it.each([
    ['at', 'infinity', 'audit_event_at'],
    ['at', '20000-01-01T00:00:00Z', 'audit_event_at'],
    ['at', '0001-01-01T00:00:00Z BC', 'audit_event_at'],
    ['actor_kind', 'root', 'audit_event_actor'],
    ['action', '', 'audit_event_action'],
    ['object_type', '', 'audit_event_object'],
    ['object_version', -1, 'audit_event_object'],
    ['content_hash', '0xAB', 'audit_event_content'],
    ['content_hash', `${hashOf(1)}\n`, 'audit_event_content'],
    ['outcome', 'maybe', 'audit_event_outcome'],
    ['personal_hash', 'x', 'audit_event_personal'],
  ])('refuses an event that could become no leaf: %s %j', async (name, value, check) => {
    await expect(desk.insert('audit_event', { ...EVENT, [name]: value })).rejects.toThrow(check)
  })

  it('gives events their ids itself', async () => {
    const [before, chosen, after] = [
      await desk.insert('audit_event', EVENT),
      await desk.insert('audit_event', { ...EVENT, id: -5 }),
      await desk.insert('audit_event', { ...EVENT, id: '9007199254740993' }),
    ].map(({ id }) => Number(id))
    expect([chosen, after]).toEqual([Number(before) + 1, Number(before) + 2])
  })

  it('lets nobody be bootstrap once there is a log', async () => {
    const forged = { ...EVENT, actor_kind: 'bootstrap', action: 'bootstrap', object_type: 'passkey' }
    await expect(desk.insert('audit_event', forged)).rejects.toThrow('bootstrap is over')
    await desk.insert('audit_event', { ...forged, outcome: 'refused' })
  })

  it('keeps what waits for its leaf out of the application’s hands', async () => {
    const { id } = await desk.insert('audit_event', EVENT)
    const waits = async () => (await desk.app.query('SELECT 1 FROM audit_pending WHERE event_id = $1', [id])).rowCount
    expect(await waits()).toBe(1)
    for (const sql of ['DELETE FROM audit_pending', 'INSERT INTO audit_pending VALUES (1)', 'TRUNCATE audit_pending'])
      await expect(desk.app.query(sql), sql).rejects.toThrow('permission denied for table audit_pending')
    for (const sql of ['DELETE FROM audit_pending', 'UPDATE audit_pending SET event_id = event_id + 1'])
      await expect(desk.owner.query(sql), sql).rejects.toThrow('waits for its leaf')
    await expect(desk.owner.query('TRUNCATE audit_pending')).rejects.toThrow('rows are append-only')
    const { rows } = await desk.app.query('SELECT max(seq) + 1 AS next FROM audit_leaf')
    await desk.insert('audit_leaf', leaf(Number(rows[0].next), id))
    expect(await waits()).toBe(0)
  })

  it('takes one checkpoint per size', async () => {
    const again = { size: 1, root: hashOf(2), at: EVENT.at, note: 'another' }
    await expect(desk.insert('audit_checkpoint', again)).rejects.toThrow('audit_checkpoint_size_unique')
  })

  it('knows exactly the moves of the lifecycle', async () => {
    const { rows } = await desk.app.query('SELECT from_state, to_state FROM legal_transition')
    const stored = rows.map((row) => `${row.from_state} → ${row.to_state}`).sort()
    expect(stored).toEqual(TRANSITIONS.map(([from, to]) => `${from} → ${to}`).sort())
    await expect(desk.app.query(`INSERT INTO legal_transition VALUES ('held', 'executed')`)).rejects.toThrow(
      'permission denied',
    )
  })

  it('the application owns nothing and can neither change nor make tables', async () => {
    const owned = await desk.app.query('SELECT relname FROM pg_class WHERE pg_has_role(current_user, relowner, $1)', [
      'MEMBER',
    ])
    expect(owned.rows).toEqual([])
    for (const sql of [
      'ALTER TABLE audit_event DISABLE TRIGGER append_only',
      'ALTER TABLE audit_leaf OWNER TO countersign_app',
      'DROP TRIGGER withdrawal_moves ON withdrawal',
      'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    ])
      await expect(desk.app.query(sql), sql).rejects.toThrow(/must be owner|permission denied/)
    await expect(desk.app.query('CREATE TABLE mine (a int)')).rejects.toThrow('permission denied for schema public')
    await expect(desk.app.query('SET ROLE countersign_owner')).rejects.toThrow('permission denied to set role')
    await expect(desk.app.query('SET session_replication_role = replica')).rejects.toThrow('permission denied')
  })
})

const leaf = (seq: number, event_id: unknown, change: Partial<AuditEvent> = {}) => ({
  ...{ seq, event_id, hash: hashOf(seq), object_type: 'thing', object_id: 't1' },
  json: JSON.stringify({ v: 1, seq, ...SAID, ...change }),
})

/** EVENT as its leaf says it. */
const SAID: AuditEvent = {
  ...{ at: String(EVENT.at), actor: { kind: 'system' }, action: 'test', subject: '' },
  object: { type: 'thing', id: 't1', version: 1, contentHash: `0x${'1'.padStart(64, '0')}` },
  ...{ outcome: 'done', reason: '', personal: null },
}

const COLUMNS: Partial<Record<(typeof APPEND_ONLY)[number], string>> = {
  audit_leaf: 'json',
  wallet: 'member_id',
  legal_transition: 'to_state',
  rejection: 'reason',
  signature_request: 'owner',
  review: 'verdict',
}
const column = (table: (typeof APPEND_ONLY)[number]) => COLUMNS[table] ?? 'at'
