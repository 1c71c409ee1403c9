import 'server-only'
import path from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations as migrateJobs } from 'graphile-worker'
import { Client } from 'pg'
import { grantJobs, grantToApplication, refuseTemporary } from '@/db/grants'
import { findMigrateFaults } from '@/db/migrate-faults'
import { readSchemaDifference } from '@/db/schema-difference'

const MIGRATION_LOCK = 727_001

/** Why nothing was migrated, one sentence each. */
export class MigrationRefused extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The database is not migrated:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'MigrationRefused'
  }
}

export type MigrationReport = {
  readonly database: string
  /** Names of the migrations that were applied now, oldest first. */
  readonly applied: readonly string[]
  /** How many steps of the job queue's own schema were applied now. */
  readonly queueSteps: number
}

/**
 * Brings the schema up to date and gives the application's role exactly what it needs. Runs as the owner; the
 * application itself never holds this URL (SPEC §8). Harmless to repeat, and beside a desk that runs.
 * @param ownerUrl postgres:// URL of the owner; `appRole` must exist already
 * @param onWait told when another migration runs and this one waits for it
 * @throws MigrationRefused before anything is changed
 */
export async function runMigrations(
  ownerUrl: string,
  appRole = 'countersign_app',
  onWait: () => void = () => undefined,
): Promise<MigrationReport> {
  const client = await connect(ownerUrl)
  try {
    await takeTurns(client, onWait)
    const db = drizzle({ client })
    const difference = await readSchemaDifference(db)
    const faults = await findMigrateFaults(client, appRole, difference)
    if (faults.length > 0) throw new MigrationRefused(faults)
    await migrate(db, { migrationsFolder: path.join(process.cwd(), 'db/migrations') })
    const stepsBefore = await countQueueSteps(client)
    await migrateJobs({ connectionString: ownerUrl })
    const database = await nameOf(client)
    await refuseTemporary(client, database)
    await grantToApplication(client, appRole, database)
    await grantJobs(client, appRole)
    return { database, applied: difference.missing, queueSteps: (await countQueueSteps(client)) - stepsBefore }
  } finally {
    await client.end()
  }
}

async function connect(ownerUrl: string): Promise<Client> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // a connection that dies also fails the query
  try {
    await client.connect()
    return client
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : 'no answer'
    throw new MigrationRefused([
      `MIGRATE_DATABASE_URL does not lead to a database that lets its role in (${String(code)})`,
    ])
  }
}

// Two at once take turns. The lock ends with the connection.
async function takeTurns(client: Client, onWait: () => void): Promise<void> {
  const { rows } = await client.query<{ isMine: boolean }>('SELECT pg_try_advisory_lock($1) AS "isMine"', [
    MIGRATION_LOCK,
  ])
  if (rows.some(({ isMine }) => isMine)) return
  onWait()
  await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
}

async function nameOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
  return rows.map(({ name }) => name).join('')
}

async function countQueueSteps(client: Client): Promise<number> {
  const { rows } = await client.query(`SELECT 1 WHERE to_regclass('graphile_worker.migrations') IS NOT NULL`)
  if (rows.length === 0) return 0
  return (await client.query('SELECT 1 FROM graphile_worker.migrations')).rowCount ?? 0
}
