import { Client } from 'pg'
import { MIGRATIONS } from '@/db/schema-difference'
import { tablesInOrder } from '@/lib/desk/backup/tables'
import { writeSealed } from '@/lib/desk/backup/sealed-file'

/** Secrets that a database is worth little without, by the names of the environment. */
export type DeskKeys = Readonly<Record<'SIGNATURE_KEY' | 'CHECKPOINT_KEY' | 'NEXTAUTH_SECRET', string>>

const ROWS_AT_ONCE = 500

/**
 * Writes everything of an installation as it stands at one moment, and its keys, into one sealed file. The desk goes on
 * meanwhile: the transaction reads only, and sees nothing that comes after its begin.
 * @param ownerUrl postgres:// URL of the owner of the tables
 * @returns how many rows it holds
 */
export async function backUp(ownerUrl: string, keys: DeskKeys, file: string, passphrase: string): Promise<number> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const told = { rows: 0 }
    await writeSealed(file, passphrase, linesOf(client, keys, told))
    return told.rows
  } finally {
    await client.end()
  }
}

async function* linesOf(client: Client, keys: DeskKeys, told: { rows: number }): AsyncGenerator<string> {
  yield JSON.stringify({ migrations: MIGRATIONS.map(({ when }) => when), keys })
  for (const { name, selfReference } of await tablesInOrder(client)) {
    const table = client.escapeIdentifier(name)
    // What refers to a row of its own table comes after it.
    const order = selfReference === null ? '' : `ORDER BY ${client.escapeIdentifier(selfReference)} IS NOT NULL`
    await client.query(`DECLARE dump CURSOR FOR SELECT row_to_json(t)::text AS json FROM ${table} t ${order}`)
    for (;;) {
      const { rows } = await client.query<{ json: string }>(`FETCH ${ROWS_AT_ONCE} FROM dump`)
      if (rows.length === 0) break
      told.rows += rows.length
      for (const { json } of rows) yield `${name} ${json}`
    }
    await client.query('CLOSE dump')
  }
  const { rows: sequences } = await client.query<{ name: string; value: string | null }>(
    `SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'public'`,
  )
  for (const { name, value } of sequences) if (value !== null) yield `#sequence ${JSON.stringify({ name, value })}`
  yield `#end ${told.rows}`
}
