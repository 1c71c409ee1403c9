import { Client } from 'pg'
import { refuseTemporary } from '@/db/grants'
import { ADMIN_ROLE, type PostgresSecrets } from '@/lib/desk/postgres-data'

export const OWNER_ROLE = 'countersign_owner'
export const APP_ROLE = 'countersign_app'

/** What it takes to reach a cluster; plain values, so that it can be handed to another process. */
export type ClusterAccess = { port: number; secrets: PostgresSecrets }

/** `ownerUrl` migrates, `appUrl` is what the desk runs with. */
export type DatabaseUrls = { ownerUrl: string; appUrl: string }

/**
 * Creates the two roles when missing and sets their passwords. The owner migrates; the application's role owns
 * nothing, so that it can neither change the schema nor the log (SPEC §8).
 */
export async function createRoles(access: ClusterAccess): Promise<void> {
  await asAdmin(access, async (client) => {
    for (const [role, password] of [
      [OWNER_ROLE, access.secrets.owner],
      [APP_ROLE, access.secrets.app],
    ] as const) {
      const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
      if (found.rowCount === 0) await client.query(`CREATE ROLE ${role}`)
      const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
      await client.query(`ALTER ROLE ${role} ${rights} PASSWORD ${client.escapeLiteral(password)}`)
    }
  })
}

/**
 * Creates a database owned by the owner role, open to the application's role and to nobody else. An existing one is
 * left as it is.
 * @param template name of a database to copy, which must have no open connection
 */
export async function createDatabase(access: ClusterAccess, name: string, template?: string): Promise<DatabaseUrls> {
  await asAdmin(access, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    const database = client.escapeIdentifier(name)
    if (found.rowCount === 0) {
      const from = template === undefined ? '' : `TEMPLATE ${client.escapeIdentifier(template)} STRATEGY FILE_COPY`
      await client.query(`CREATE DATABASE ${database} OWNER ${OWNER_ROLE} ${from}`)
    }
    await client.query(`REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`)
    await refuseTemporary(client, name)
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${APP_ROLE}`)
  })
  return databaseUrls(access, name)
}

/** Removes a database, closing its connections. */
export async function dropDatabase(access: ClusterAccess, name: string): Promise<void> {
  await asAdmin(access, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`)
  })
}

/** The URLs of a database; secrets are base64url and need no escaping. */
export function databaseUrls({ port, secrets }: ClusterAccess, name: string): DatabaseUrls {
  const url = (role: string, password: string): string =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${encodeURIComponent(name)}`
  return { ownerUrl: url(OWNER_ROLE, secrets.owner), appUrl: url(APP_ROLE, secrets.app) }
}

/** Runs something as the cluster's administrator; only the desk and the tests hold that password. */
export async function asAdmin<T>(access: ClusterAccess, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    host: '127.0.0.1',
    port: access.port,
    user: ADMIN_ROLE,
    password: access.secrets.admin,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined) // a server that stops mid-query also fails the query
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
