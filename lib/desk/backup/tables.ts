import type { Client } from 'pg'

/** Seeded by the migrations, so there before anything is restored. */
const SEEDED: readonly string[] = ['legal_transition']

/** A table of the desk, and the column that refers to rows of the same table. */
export type Table = { readonly name: string; readonly selfReference: string | null }

/** Every table that holds something of an installation, each after those that it refers to. */
export async function tablesInOrder(client: Client): Promise<readonly Table[]> {
  const { rows: names } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  )
  const { rows: references } = await client.query<{ from: string; to: string; column: string }>(
    `SELECT f.relname AS from, t.relname AS to, a.attname AS column
     FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`,
  )
  const left = new Set(names.map(({ name }) => name).filter((name) => !SEEDED.includes(name)))
  const ordered: Table[] = []
  while (left.size > 0) {
    const free = [...left].filter(
      (name) => !references.some(({ from, to }) => from === name && to !== name && left.has(to)),
    )
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left].join(', ')}`)
    for (const name of free) {
      left.delete(name)
      const own = references.find(({ from, to }) => from === name && to === name)
      ordered.push({ name, selfReference: own?.column ?? null })
    }
  }
  return ordered
}
