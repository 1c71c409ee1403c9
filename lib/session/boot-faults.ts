import 'server-only'
import { inArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { member, passkey, wallet } from '@/db/schema/member'
import type { SharedEnv } from '@/lib/env'
import { rootOf } from '@/lib/io/log'
import { findRoleFaults } from '@/lib/session/role-faults'
import { findSchemaFaults } from '@/lib/session/schema-faults'
import { DEVELOPMENT_ADDRESSES } from '@/lib/chains/development-addresses'

const LOCAL_CHAIN = 31337
const LOG_TABLES = ['audit_event', 'audit_personal', 'audit_leaf', 'audit_checkpoint']

/** Why this build may not run in this environment, one sentence each; empty when it may (SPEC §10). */
export function findBuildFaults(env: SharedEnv, isDemoBuild: boolean): string[] {
  const build = isDemoBuild ? 'the demo build' : 'the production build'
  if (env.isDemo !== isDemoBuild) return [`COUNTERSIGN_DEMO does not fit: this is ${build}`]
  const chainIds = [...env.chainRpcUrls.keys()]
  if (!isDemoBuild)
    return chainIds.includes(LOCAL_CHAIN)
      ? [`CHAIN_RPC_URLS names ${LOCAL_CHAIN}, a local chain: only the demo build serves it`]
      : []
  const isLocalhost = new URL(env.appOrigin).hostname === 'localhost'
  return [
    ...(chainIds.every((id) => id === LOCAL_CHAIN)
      ? []
      : [`CHAIN_RPC_URLS may name only ${LOCAL_CHAIN} in the demo build`]),
    ...(isLocalhost ? [] : ['APP_ORIGIN must be on localhost in the demo build']),
  ]
}

/** Why this database may not be served, one sentence each; empty when it may (SPEC §8, §10). */
export async function findDatabaseFaults(db: Db, isDemoBuild: boolean): Promise<string[]> {
  try {
    // Of a superuser every other fault is true as well.
    const roleFaults = await findRoleFaults(db)
    if (roleFaults.length > 0) return roleFaults
    const faults = [...(await findSchemaFaults(db)), ...(await findLogFaults(db)), ...(await findStandInFaults(db))]
    if (faults.length > 0 || isDemoBuild) return faults
    return await findDemoRows(db)
  } catch (error) {
    const root = rootOf(error)
    const code: unknown = root instanceof Error && 'code' in root ? root.code : 'no answer'
    return [`DATABASE_URL does not lead to a database that answers (${String(code)})`]
  }
}

async function findLogFaults(db: Db): Promise<string[]> {
  const names = sql.join(
    LOG_TABLES.map((name) => sql`${name}`),
    sql`, `,
  )
  const { rows } = await db.execute<{ name: string; isOwn: boolean; isChangeable: boolean }>(sql`
    SELECT t.name,
      COALESCE(pg_has_role(current_user, c.relowner, 'MEMBER'), false) AS "isOwn",
      COALESCE(has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        OR has_any_column_privilege(c.oid, 'UPDATE'), false) AS "isChangeable"
    FROM unnest(ARRAY[${names}]::text[]) AS t(name) LEFT JOIN pg_class c ON c.oid = to_regclass('public.' || t.name)`)
  return rows.flatMap(({ name, isOwn, isChangeable }) => {
    if (isOwn) return [`DATABASE_URL: its role owns ${name}; the desk runs as a role that may only add to the log`]
    return isChangeable ? [`DATABASE_URL: its role may change ${name}; it may only add to the log`] : []
  })
}

// Who may make tables or functions could have them read in place of the desk's own.
async function findStandInFaults(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ mayTemporary: boolean; mayCreate: boolean; mayCreateSchema: boolean }>(sql`
    SELECT has_database_privilege(current_database(), 'TEMPORARY') AS "mayTemporary",
      has_schema_privilege('public', 'CREATE') AS "mayCreate",
      has_database_privilege(current_database(), 'CREATE') AS "mayCreateSchema"`)
  return rows.flatMap(({ mayTemporary, mayCreate, mayCreateSchema }) => [
    ...(mayTemporary ? ['DATABASE_URL: its role may make temporary tables; revoke TEMPORARY on the database'] : []),
    ...(mayCreate ? ['DATABASE_URL: its role may create in the schema public; revoke CREATE on it'] : []),
    ...(mayCreateSchema ? ['DATABASE_URL: its role may create schemas; revoke CREATE on the database'] : []),
  ])
}

async function findDemoRows(db: Db): Promise<string[]> {
  const [members, passkeys, wallets] = await Promise.all([
    db
      .select({ id: member.id })
      .from(member)
      .where(sql`${member.isDemo}`)
      .limit(1),
    db
      .select({ id: passkey.id })
      .from(passkey)
      .where(sql`${passkey.isDemo}`)
      .limit(1),
    db
      .select({ address: wallet.address })
      .from(wallet)
      .where(inArray(wallet.address, [...DEVELOPMENT_ADDRESSES]))
      .limit(1),
  ])
  return [
    ...(members.length > 0 || passkeys.length > 0 ? ['The database holds demo members; production refuses them'] : []),
    ...wallets.map(({ address }) => `The database holds ${address}, whose key is public; production refuses it`),
  ]
}
