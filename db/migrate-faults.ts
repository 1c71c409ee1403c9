import 'server-only'
import type { Client } from 'pg'
import { POWERS_SQL } from '@/db/role-powers'
import type { SchemaDifference } from '@/db/schema-difference'

/** From 15 on the schema public belongs to the owner of the database, who can close it. */
const OLDEST_SERVER = 150_000

/** Why this database may not be migrated by this role for that application's role, one sentence each. */
export async function findMigrateFaults(
  client: Client,
  appRole: string,
  difference: SchemaDifference,
): Promise<string[]> {
  const { rows } = await client.query<OwnerRow>(OWNER_SQL)
  return [
    ...rows.flatMap(ownerFaults),
    ...(await appRoleFaults(client, appRole)),
    ...(difference.unknownCount > 0
      ? ['The database was migrated by a newer build than this one: migrate with that build']
      : []),
  ]
}

type OwnerRow = {
  version: number
  encoding: string
  isSuperuser: boolean
  ownsDatabase: boolean
  mayCreate: boolean
  mayCreateSchema: boolean
  otherOwner: string | null
}

const OWNER_SQL = `
  SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
    (SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database())
      AS "ownsDatabase",
    COALESCE((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'public'), false)
      AS "mayCreate",
    has_database_privilege(current_database(), 'CREATE') AS "mayCreateSchema",
    (SELECT pg_get_userbyid(relowner) FROM pg_class
      WHERE relnamespace = to_regnamespace('public') AND relname = 'audit_event'
        AND NOT pg_has_role(current_user, relowner, 'USAGE')) AS "otherOwner"`

function ownerFaults(owner: OwnerRow): string[] {
  const url = 'MIGRATE_DATABASE_URL'
  return [
    owner.version < OLDEST_SERVER && `${url} leads to a PostgreSQL older than 15`,
    owner.encoding !== 'UTF8' && `${url} leads to a database in ${owner.encoding}: create it with ENCODING 'UTF8'`,
    // The desk's own functions run with the rights of who made them.
    owner.isSuperuser && `${url}: its role is a superuser; migrate as a role that owns this database and nothing else`,
    !owner.ownsDatabase && `${url}: its role does not own the database, so it cannot take from others what they may do`,
    !owner.mayCreate && `${url}: its role may not create in the schema public`,
    !owner.mayCreateSchema && `${url}: its role may not create schemas in the database`,
    owner.otherOwner !== null && `${url}: the tables belong to the role ${owner.otherOwner}; migrate as that one`,
  ].filter((fault) => fault !== false)
}

async function appRoleFaults(client: Client, appRole: string): Promise<string[]> {
  const name = `APP_DATABASE_ROLE: the role ${appRole}`
  const { rows } = await client.query<{ isOwner: boolean; isMember: boolean; mightBecome: string | null }>(
    `SELECT rolname = current_user AS "isOwner", pg_has_role(oid, current_user, 'MEMBER') AS "isMember",
       (${POWERS_SQL}) AS "mightBecome"
     FROM pg_roles app WHERE rolname = $1`,
    [appRole],
  )
  if (rows.length === 0) return [`${name} does not exist: create it first`]
  return rows.flatMap(({ isOwner, isMember, mightBecome }) => {
    // Of a superuser everything else is true as well.
    if (mightBecome !== null) return [`${name} ${mightBecome}; the desk runs as a role without any such right`]
    if (isOwner) return [`${name} is the one that migrates; web and worker need another`]
    return isMember ? [`${name} is a member of the role that migrates; web and worker need one that is not`] : []
  })
}
