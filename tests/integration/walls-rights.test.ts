import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from 'pg'
import { runMigrations } from '@/db/migrate'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'
import { EVENT, openWallDesk, type WallDesk } from '@/tests/builders/world-rows'

const LOCKED = 'id'
/** Every table of the desk with the columns that its verbs change. */
const MAY_UPDATE: Readonly<Record<string, string>> = {
  installation: LOCKED,
  member: LOCKED,
  safe: LOCKED,
  policy: LOCKED,
  passkey: 'counter failures locked_until',
  session: 'last_seen_at revoked_at',
  sign_in_nonce: 'consumed_at',
  challenge: 'consumed_at',
  enrolment_code: 'consumed_at',
  invitation: 'consumed_at',
  rate_limit: 'hits window_started_at',
  safe_watch: 'at block_number state',
  onward_watch: 'at block_number fault followed',
  notice_cursor: 'seq',
  notice_delivery: 'attempts done_at fault next_at state',
  notify_address: 'address at',
  job_outcome: 'count',
  withdrawal: 'is_nonce_held ready_from signature_requested_at state state_reason state_since',
  approval: 'is_stale',
  submission: 'block_hash block_number is_open mined_tx_hash observed_at reported_tx_hash state',
}
const KEPT = ['installation', 'member', 'passkey', 'session', 'safe', 'asset', 'book_entry', 'policy', 'withdrawal']
const NO_ROWS_HERE = ['approval', 'submission']

const rightsIn = async (app: Client) => {
  const { rows } = await app.query<{ table: string; may: string }>(
    `SELECT c.relname AS table, string_agg(a.attname, ' ' ORDER BY a.attname) AS may
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND has_column_privilege(c.oid, a.attnum, 'UPDATE') GROUP BY c.relname`,
  )
  return Object.fromEntries(rows.map(({ table, may }) => [table, may]))
}

describe('what the application’s role may', () => {
  let desk: WallDesk
  beforeAll(async () => {
    desk = await openWallDesk()
    const key = { credential_id: 'c', public_key: 'k', aaguid: '', rp_id: 'localhost', counter: 0 }
    await desk.insert('passkey', { member_id: 'ruth', created_at: EVENT.at, usable_from: EVENT.at, ...key })
    await desk.insert('session', {
      ...{ id_hash: 's', member_id: 'ruth', created_at: EVENT.at, last_seen_at: EVENT.at, expires_at: EVENT.at },
      ...{ idle_seconds: 1, user_agent: '' },
    })
    await desk.withdrawal()
  })
  afterAll(() => desk.close())

  it('updates the columns that its verbs change, and no other of any table', async () => {
    expect(await rightsIn(desk.app)).toEqual(MAY_UPDATE)
  })

  it('deletes, truncates, refers to and hangs triggers on nothing', async () => {
    const { rows } = await desk.app.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND has_table_privilege(oid, 'DELETE, TRUNCATE, REFERENCES, TRIGGER')`,
    )
    expect(rows).toEqual([])
  })

  it.each([
    `UPDATE member SET roles = '{signer,admin}' WHERE id = 'ruth'`,
    'UPDATE member SET is_active = true',
    `UPDATE passkey SET public_key = 'x'`,
    'UPDATE passkey SET usable_from = now()',
    `UPDATE installation SET log_public_key = 'x'`,
    'UPDATE installation SET factor_cooling_seconds = 0',
    'UPDATE safe SET is_enforced = true',
    `UPDATE asset SET code_hash = 'x'`,
    'UPDATE asset SET decimals = 2',
    `UPDATE book_entry SET name = 'x'`,
    `UPDATE book_entry SET status = 'active'`,
    `UPDATE policy SET body = '{}'`,
    'UPDATE policy SET is_active = false',
    'UPDATE session SET expires_at = now()',
    `UPDATE challenge SET digest = 'x'`,
    `UPDATE sign_in_nonce SET browser_hash = 'x'`,
    `UPDATE approval SET sealed_signature = 'x'`,
    `INSERT INTO asset SELECT * FROM asset ON CONFLICT (chain_id, address) DO UPDATE SET decimals = 2`,
    `INSERT INTO member SELECT * FROM member ON CONFLICT (id) DO UPDATE SET roles = '{admin}'`,
    `MERGE INTO member USING (SELECT 1) one ON true WHEN MATCHED THEN UPDATE SET roles = '{admin}'`,
  ])('is not enough for %s', async (sql) => {
    await expect(desk.app.query(sql)).rejects.toThrow('permission denied for table')
  })

  it.each(['installation', 'member', 'safe', 'policy'])(
    'locks a row of %s and changes nothing of it',
    async (table) => {
      const locked = await desk.app.query(`SELECT id FROM ${table} FOR SHARE`)
      expect(locked.rowCount).toBeGreaterThan(0)
      await expect(desk.app.query(`UPDATE ${table} SET id = id || '2'`)).rejects.toThrow('immutable')
    },
  )

  it.each(KEPT)('%s: neither it nor the owner deletes a row', async (table) => {
    const count = async () => (await desk.owner.query(`SELECT 1 FROM ${table}`)).rowCount
    const before = await count()
    expect(before).toBeGreaterThan(0)
    await expect(desk.app.query(`DELETE FROM ${table}`)).rejects.toThrow(`permission denied for table ${table}`)
    await expect(desk.owner.query(`DELETE FROM ${table}`)).rejects.toThrow(`${table} rows are never deleted`)
    expect(await count()).toBe(before)
  })

  it.each([...KEPT, ...NO_ROWS_HERE])('%s: not even the owner truncates it', async (table) => {
    await expect(desk.owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('rows are never deleted')
  })

  it('runs no function of the desk by itself, and each of them looks in the desk’s tables first', async () => {
    const { rows } = await desk.app.query<{ name: string; path: string[]; may: boolean }>(
      `SELECT proname AS name, proconfig AS path, has_function_privilege(oid, 'EXECUTE') AS may
       FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
    )
    expect(rows.length).toBeGreaterThan(10)
    for (const { name, path, may } of rows)
      expect({ name, path, may }).toEqual({ name, path: ['search_path=pg_catalog, public, pg_temp'], may: false })
  })
})

describe('a role that may make temporary tables', () => {
  let desk: WallDesk
  beforeAll(async () => {
    desk = await openWallDesk()
    const { rows } = await desk.owner.query('SELECT current_database() AS name')
    await expect(desk.app.query('CREATE TEMP TABLE mine (a int)')).rejects.toThrow(
      'permission denied to create temporary',
    )
    await desk.owner.query(`GRANT TEMPORARY ON DATABASE ${rows[0].name} TO countersign_app`)
  })
  afterAll(() => desk.close())

  it('does not make an illegal move legal', async () => {
    const id = await desk.withdrawal()
    await desk.app.query(`CREATE TEMP TABLE legal_transition AS SELECT 'staged' AS from_state, 'ready' AS to_state`)
    await expect(desk.move(id, 'ready')).rejects.toThrow('illegal move from staged to ready')
    await desk.move(id, 'screening')
  })

  it('does not approve with somebody else’s address, nor its own withdrawal', async () => {
    const id = await desk.withdrawal()
    await desk.move(id, 'screening', 'awaiting-approvals')
    await desk.app.query(`CREATE TEMP TABLE wallet AS SELECT 'tomas' AS member_id, '0xR' AS address`)
    await desk.app.query(
      `CREATE TEMP TABLE withdrawal AS SELECT id, state, 'nobody' AS initiator_id FROM public.withdrawal`,
    )
    const insert = (change: object) => {
      const row = desk.approval(id, { ...change })
      const places = Object.keys(row).map((_, at) => `$${at + 1}`)
      const sql = `INSERT INTO public.approval (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`
      return desk.app.query(sql, Object.values(row))
    }
    await expect(insert({ member_id: 'tomas', owner: '0xR' })).rejects.toThrow("that owner is not this member's")
    await expect(insert({ member_id: 'ines', owner: '0xI' })).rejects.toThrow('the initiator is no approver')
    await insert({ member_id: 'ruth', owner: '0xR' })
  })

  it('does not begin the log anew, nor speak as bootstrap', async () => {
    const { rows } = await desk.app.query(
      `INSERT INTO audit_event (at, actor_kind, action, subject, object_type, object_id, object_version, content_hash, outcome, reason)
       VALUES ($1, 'system', 'test', '', 'thing', 't1', 1, $2, 'done', '') RETURNING id`,
      [EVENT.at, EVENT.content_hash],
    )
    const actor = { kind: 'system' }
    const object = { type: 'thing', id: 't1', version: 1, contentHash: EVENT.content_hash }
    const said = { v: 1, at: EVENT.at, actor, action: 'test', subject: '', object, outcome: 'done', reason: '' }
    const leaf = (seq: number) => [seq, rows[0].id, JSON.stringify({ ...said, seq, personal: null })]
    const sql = `INSERT INTO public.audit_leaf VALUES ($1, $2, $3, '0x', 'thing', 't1')`
    await desk.owner.query(sql, leaf(0))
    await desk.app.query('CREATE TEMP TABLE audit_leaf AS SELECT 5::bigint AS seq WHERE false')
    await expect(desk.app.query(sql, leaf(0))).rejects.toThrow('leaf 0 does not continue the log')
    await expect(desk.insert('audit_event', { ...EVENT, actor_kind: 'bootstrap' })).rejects.toThrow('bootstrap is over')
  })

  it('hangs no function of the owner’s on a table of its own', async () => {
    const { id } = await desk.insert('audit_event', EVENT)
    await desk.app.query('CREATE TEMP TABLE thief (event_id bigint)')
    for (const name of ['event_is_sequenced', 'event_waits'])
      await expect(
        desk.app.query(`CREATE TRIGGER t AFTER INSERT ON thief FOR EACH ROW EXECUTE FUNCTION ${name}()`),
      ).rejects.toThrow(`permission denied for function ${name}`)
    expect((await desk.owner.query('SELECT 1 FROM audit_pending WHERE event_id = $1', [id])).rowCount).toBe(1)
  })
})

describe('migrating again', () => {
  let database: TestDatabase
  const clients: Client[] = []
  beforeAll(async () => {
    database = await startTestDatabase()
    for (const connectionString of [database.appUrl, database.ownerUrl]) clients.push(new Client({ connectionString }))
    await Promise.all(clients.map((client) => client.connect()))
  })
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()))
    await database.drop()
  })

  it('takes back what the role should not have', async () => {
    const [app, owner] = clients
    if (!app || !owner) throw new Error('there are two')
    const { rows } = await owner.query('SELECT current_database() AS name')
    await owner.query('GRANT UPDATE, DELETE ON member, audit_leaf TO countersign_app')
    await owner.query('GRANT UPDATE (body) ON policy TO countersign_app')
    await owner.query('GRANT CREATE ON SCHEMA public TO PUBLIC')
    await owner.query(`GRANT TEMPORARY ON DATABASE ${rows[0].name} TO PUBLIC`)
    await runMigrations(database.ownerUrl)
    expect(await rightsIn(app)).toEqual(MAY_UPDATE)
    await expect(app.query('DELETE FROM member')).rejects.toThrow('permission denied')
    await expect(app.query('CREATE TABLE mine (a int)')).rejects.toThrow('permission denied')
    await expect(app.query('CREATE TEMP TABLE mine (a int)')).rejects.toThrow('permission denied')
  })
})
