import 'server-only'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'

export type Db = NodePgDatabase & { $client: Pool }
/** A transaction handed out by `write`, and by nothing else. */
export type Tx = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0]
/** Something that can read: the pool or an open transaction. */
export type Reader = Pick<NodePgDatabase, 'select' | 'selectDistinctOn' | 'execute'>

/** Opens a pool. @param url postgres:// URL of the application's own role, which may not own the schema */
export function openDb(url: string, maxConnections = 10): Db {
  const pool = new Pool({ connectionString: url, max: maxConnections })
  // An idle connection that dies must not end the process; the next query reports it.
  pool.on('error', () => undefined)
  return drizzle({ client: pool })
}
