import { Client } from 'pg'
import { z } from 'zod'
import { MIGRATIONS } from '@/db/schema-difference'
import { AppError } from '@/lib/core/errors'
import type { DeskKeys } from '@/lib/desk/backup/backup'
import { readSealed } from '@/lib/desk/backup/sealed-file'
import { tablesInOrder } from '@/lib/desk/backup/tables'

const secret = z.string().min(1)
const headShape = z.strictObject({
  migrations: z.array(z.number()),
  keys: z.strictObject({ SIGNATURE_KEY: secret, CHECKPOINT_KEY: secret, NEXTAUTH_SECRET: secret }),
})
const sequenceShape = z.strictObject({ name: z.string(), value: z.string().regex(/^\d+$/) })

/**
 * Puts a backup into a database that this build migrated and that holds nothing yet: all of it, or, where anything is
 * wrong with the file, nothing.
 * @returns how many rows there are now, and the keys that belong to them
 * @throws AppError CONFLICT for a database that holds something, BAD_INPUT for a file that is not whole or of another build
 */
export async function restore(
  ownerUrl: string,
  file: string,
  passphrase: string,
): Promise<{ readonly rows: number; readonly keys: DeskKeys }> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('BEGIN')
    const restored = await fill(client, file, passphrase)
    await client.query('COMMIT')
    return restored
  } finally {
    // Without the COMMIT everything is undone.
    await client.end()
  }
}

async function fill(client: Client, file: string, passphrase: string) {
  const tables = await tablesInOrder(client)
  await assertEmpty(client, tables)
  // The walls refuse rows that do not come about as the desk makes them; they stand again before the commit.
  await forEach(tables, ({ name }) => client.query(`ALTER TABLE ${client.escapeIdentifier(name)} DISABLE TRIGGER USER`))
  const lines = readSealed(file, passphrase)
  const head = headShape.safeParse(jsonOf((await lines.next()).value)).data
  if (!head) throw new AppError('BAD_INPUT', 'The backup does not begin as one does. Nothing was restored.')
  assertSameBuild(head.migrations)
  let rows = 0
  let end: number | null = null
  for await (const line of lines) {
    const at = line.indexOf(' ')
    const [name, rest] = [line.slice(0, at), line.slice(at + 1)]
    if (name === '#end') {
      end = Number(rest)
      continue
    }
    const isSequence = name === '#sequence'
    const put = isSequence ? setSequence(client, rest) : insertRow(client, tables, name, rest)
    await put.catch(async (error: unknown) => {
      // A line that nobody wrote: whether the file was changed is known at its end.
      while (!(await lines.next()).done);
      throw error
    })
    rows += isSequence ? 0 : 1
  }
  if (end !== rows) throw new AppError('BAD_INPUT', 'The backup is not whole. Nothing was restored.')
  await forEach(tables, ({ name }) => client.query(`ALTER TABLE ${client.escapeIdentifier(name)} ENABLE TRIGGER USER`))
  return { rows, keys: head.keys }
}

type Tables = Awaited<ReturnType<typeof tablesInOrder>>

async function assertEmpty(client: Client, tables: Tables): Promise<void> {
  for (const { name } of tables) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${client.escapeIdentifier(name)} LIMIT 1`)
    if (rowCount !== 0)
      throw new AppError('CONFLICT', `The database holds something already (${name}). Restore into an empty one.`)
  }
}

function assertSameBuild(migrations: readonly number[]): void {
  if (migrations.join() === MIGRATIONS.map(({ when }) => when).join()) return
  throw new AppError(
    'BAD_INPUT',
    'The backup was made by another build. Restore it with that build, then upgrade as always. Nothing was restored.',
  )
}

async function insertRow(client: Client, tables: Tables, name: string, json: string): Promise<void> {
  if (!tables.some((table) => table.name === name)) throw new AppError('BAD_INPUT', `The backup names a table ${name}.`)
  const table = client.escapeIdentifier(name)
  await client.query(`INSERT INTO ${table} SELECT * FROM json_populate_record(NULL::${table}, $1::json)`, [json])
}

async function setSequence(client: Client, text: string): Promise<void> {
  const { name, value } = sequenceShape.parse(jsonOf(text))
  await client.query('SELECT setval($1::regclass, $2)', [`public.${client.escapeIdentifier(name)}`, value])
}

async function forEach(tables: Tables, act: (table: Tables[number]) => Promise<unknown>): Promise<void> {
  for (const table of tables) await act(table)
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null // not a line that a backup has
  }
}
