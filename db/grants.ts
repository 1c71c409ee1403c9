import 'server-only'
import type { Client } from 'pg'

const READ = 'legal_transition, audit_pending, withdrawal_leg, withdrawal_recipient, withdrawal_person, notice_unread'
/** Tables the application inserts into and reads, and nothing else. */
const INSERTED = [
  'audit_event',
  'audit_personal',
  'audit_leaf',
  'audit_checkpoint',
  'review',
  'signature_request',
  'rejection',
  'freeze_order',
  'freeze_lift',
  'withdrawal_hold',
  'withdrawal_release',
  'quarantined_signature',
  'imported_transaction',
  'imported_signature',
  'intelligence_list',
  'list_snapshot',
  'listed_address',
  'seen_transfer',
  'onward_transfer',
  'list_change',
  'list_look',
  'wallet',
  'asset',
  'contract',
  'book_entry',
  'passkey_enrolment',
  'passkey_retirement',
  'proposal',
  'proposal_decision',
  'member_change',
  'contact_end',
  'policy_activation',
  'policy_veto',
  'execution',
  'withdrawal_comment',
  'withdrawal_touched',
  'notice',
  'notice_read',
]
/**
 * Tables the application also updates, with the columns it may; it deletes from none. A row locked FOR SHARE needs the
 * right to UPDATE some column: where no verb changes one it is the id, which a trigger lets nobody change.
 */
const UPDATED: Readonly<Record<string, readonly string[]>> = {
  installation: ['id'],
  member: ['id'],
  safe: ['id'],
  policy: ['id'],
  passkey: ['counter', 'failures', 'locked_until'],
  session: ['last_seen_at', 'revoked_at'],
  sign_in_nonce: ['consumed_at'],
  challenge: ['consumed_at'],
  enrolment_code: ['consumed_at'],
  invitation: ['consumed_at'],
  rate_limit: ['window_started_at', 'hits'],
  safe_watch: ['block_number', 'state', 'at'],
  onward_watch: ['block_number', 'followed', 'fault', 'at'],
  withdrawal: ['state', 'state_since', 'state_reason', 'signature_requested_at', 'ready_from', 'is_nonce_held'],
  approval: ['is_stale'],
  notice_cursor: ['seq'],
  notice_delivery: ['state', 'attempts', 'next_at', 'fault', 'done_at'],
  notify_address: ['address', 'at'],
  job_outcome: ['count'],
  submission: ['is_open', 'state', 'reported_tx_hash', 'mined_tx_hash', 'block_number', 'block_hash', 'observed_at'],
}

/**
 * Takes from everybody what PostgreSQL gives to all on a new database: temporary tables, which could stand in for the
 * desk's own. Rights on a database are not copied with a template, so each copy needs this again.
 */
export async function refuseTemporary(client: Client, database: string): Promise<void> {
  await client.query(`REVOKE TEMPORARY ON DATABASE ${client.escapeIdentifier(database)} FROM PUBLIC`)
}

/**
 * Gives the application's role exactly what its verbs need, in place of whatever it had (SPEC §8). Runs as the owner of
 * the tables and of the database.
 */
export async function grantToApplication(client: Client, appRole: string, database: string): Promise<void> {
  const on = client.escapeIdentifier(database)
  const role = client.escapeIdentifier(appRole)
  const inserted = [...INSERTED, ...Object.keys(UPDATED)].join(', ')
  const statements = [
    `REVOKE ALL ON ${inserted}, ${READ} FROM PUBLIC, ${role}`,
    // A function of one's own in this schema could be preferred to PostgreSQL's inside a trigger.
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${role}`,
    // A schema named like the role is searched before public.
    `REVOKE CREATE ON DATABASE ${on} FROM PUBLIC, ${role}`,
    `GRANT CONNECT ON DATABASE ${on} TO ${role}`,
    FUNCTIONS_ARE_PRIVATE,
    // Web and worker compare what was migrated with what they were built for.
    `REVOKE ALL ON drizzle.__drizzle_migrations FROM PUBLIC, ${role}`,
    `GRANT USAGE ON SCHEMA drizzle TO ${role}`,
    `GRANT SELECT ON drizzle.__drizzle_migrations TO ${role}`,
    `GRANT USAGE ON SCHEMA public TO ${role}`,
    `GRANT SELECT ON ${READ} TO ${role}`,
    `GRANT SELECT, INSERT ON ${inserted} TO ${role}`,
    ...Object.entries(UPDATED).map(([table, columns]) => `GRANT UPDATE (${columns.join(', ')}) ON ${table} TO ${role}`),
    `GRANT USAGE ON SEQUENCE audit_event_id_seq, notice_id_seq, withdrawal_number, import_number, proposal_number TO ${role}`,
  ]
  // Sent as one, so done as one: a desk that runs meanwhile never finds its rights gone.
  await client.query(statements.join(';\n'))
}

/** Gives the application's role the job queue's own tables: payloads are ids only and jobs run as `system`, which moves no money. */
export async function grantJobs(client: Client, appRole: string): Promise<void> {
  const role = client.escapeIdentifier(appRole)
  await client.query(`GRANT USAGE ON SCHEMA graphile_worker TO ${role}`)
  await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${role}`)
  await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role}`)
  await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role}`)
  // These tables have row-level security and no policy, so that only their owner sees rows.
  const tables = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'graphile_worker' AND c.relkind = 'r' AND c.relrowsecurity`,
  )
  for (const { name } of tables.rows) {
    const table = `graphile_worker.${client.escapeIdentifier(name)}`
    // Sent as one, so done as one: a worker that runs meanwhile never finds its queue empty.
    await client.query(
      `DROP POLICY IF EXISTS countersign_application ON ${table};
       CREATE POLICY countersign_application ON ${table} TO ${role} USING (true) WITH CHECK (true)`,
    )
  }
}

// A trigger fires without anybody's EXECUTE; with it a function that runs as the owner could hang on another table.
const FUNCTIONS_ARE_PRIVATE = `DO $$
DECLARE
  own regprocedure;
BEGIN
  FOR own IN SELECT oid FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND pg_get_userbyid(proowner) = current_user
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', own);
  END LOOP;
END $$`
