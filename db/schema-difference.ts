import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import journal from './migrations/meta/_journal.json'

const entry = z.object({ tag: z.string(), when: z.number() })
/** The migrations of this build, oldest first. Imported, not read from disk, so that a build carries its own. */
export const MIGRATIONS = z.object({ entries: z.array(entry).min(1) }).parse(journal).entries

/** How a database and this build differ; both lists are empty when the one fits the other. */
export type SchemaDifference = {
  /** Names of this build's migrations that the database has not had, oldest first. */
  readonly missing: readonly string[]
  /** How many migrations the database has had that this build does not know: a newer build made them. */
  readonly unknownCount: number
}

/**
 * Compares the database's record of migrations with this build's. The record is looked up without naming its schema,
 * which the application's role may not use before it was granted.
 */
export async function readSchemaDifference(db: Reader): Promise<SchemaDifference> {
  const nothing = { missing: MIGRATIONS.map(({ tag }) => tag), unknownCount: 0 }
  const { rows: readable } = await db.execute(sql`
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'drizzle' AND c.relname = '__drizzle_migrations'
      AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')`)
  if (readable.length === 0) return nothing
  const { rows } = await db.execute<{ when: string }>(
    sql`SELECT created_at::text AS "when" FROM drizzle.__drizzle_migrations`,
  )
  const done = new Set(rows.map(({ when }) => Number(when)))
  const known = new Set(MIGRATIONS.map(({ when }) => when))
  return {
    missing: MIGRATIONS.filter(({ when }) => !done.has(when)).map(({ tag }) => tag),
    unknownCount: [...done].filter((when) => !known.has(when)).length,
  }
}
