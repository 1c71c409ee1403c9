import 'server-only'
import path from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations as migrateJobs } from 'graphile-worker'
import { Client } from 'pg'
import { grantToApplication, refuseTemporary } from '@/db/grants'

/**
 * Brings the schema up to date and gives the application's role exactly what it needs. Runs as the owner; the
 * application itself never holds this URL (SPEC §8).
 * @param ownerUrl postgres:// URL of the owner; `appRole` must exist already
 */
export async function runMigrations(ownerUrl: string, appRole = 'countersign_app'): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // Two starts at once take turns.
    await client.query('SELECT pg_advisory_lock(727001)')
    await migrate(drizzle({ client }), { migrationsFolder: path.join(process.cwd(), 'db/migrations') })
    await migrateJobs({ connectionString: ownerUrl })
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
    for (const { name } of rows) await refuseTemporary(client, name)
    await grantToApplication(client, appRole)
    const role = client.escapeIdentifier(appRole)
    await client.query(`GRANT USAGE ON SCHEMA graphile_worker TO ${role}`)
    // The job queue's own tables: payloads are ids only and jobs run as `system`, which moves no money.
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${role}`)
    await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role}`)
    await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role}`)
    await admitToJobs(client, role)
  } finally {
    await client.end()
  }
}

// graphile-worker's tables have row-level security and no policy, so that only their owner sees rows.
async function admitToJobs(client: Client, role: string): Promise<void> {
  const tables = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'graphile_worker' AND c.relkind = 'r' AND c.relrowsecurity`,
  )
  for (const { name } of tables.rows) {
    const table = `graphile_worker.${client.escapeIdentifier(name)}`
    await client.query(`DROP POLICY IF EXISTS countersign_application ON ${table}`)
    await client.query(`CREATE POLICY countersign_application ON ${table} TO ${role} USING (true) WITH CHECK (true)`)
  }
}
