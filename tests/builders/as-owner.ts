import { Client } from 'pg'
import type { DatabaseUrls } from '@/lib/desk/databases'

/** Runs one statement as the owner of the tables: what no verb of the desk may do. */
export async function asOwner({ ownerUrl }: DatabaseUrls, sql: string, values: unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(sql, values)
  } finally {
    await client.end()
  }
}
