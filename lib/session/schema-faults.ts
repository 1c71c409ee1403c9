import 'server-only'
import type { Reader } from '@/db/client'
import { MIGRATIONS, readSchemaDifference } from '@/db/schema-difference'

/** Why this build does not fit the schema of its database; empty when it does. */
export async function findSchemaFaults(db: Reader): Promise<string[]> {
  const { missing, unknownCount } = await readSchemaDifference(db)
  if (unknownCount > 0)
    return ['DATABASE_URL leads to a database that a newer build migrated: start that build, or build this one anew']
  if (missing.length === MIGRATIONS.length)
    return ['DATABASE_URL leads to a database that is not migrated for this role: migrate it']
  return missing.length > 0
    ? [`DATABASE_URL leads to a database of an older build, without ${missing.join(', ')}: migrate it`]
    : []
}
