import { execFile } from 'node:child_process'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb } from '@/db/client'
import { MigrationRefused, runMigrations } from '@/db/migrate'
import { MIGRATIONS } from '@/db/schema-difference'
import { findDatabaseFaults } from '@/lib/session/boot-faults'
import { asOwner } from '@/tests/builders/as-owner'
import { createClusterRole, createEmptyDatabase, type EmptyDatabase } from '@/tests/builders/cluster-roles'

const ALL = MIGRATIONS.map(({ tag }) => tag)

async function refusalOf(ownerUrl: string, appRole?: string): Promise<readonly string[]> {
  const error: unknown = await runMigrations(ownerUrl, appRole).catch((thrown: unknown) => thrown)
  if (error instanceof MigrationRefused) return error.faults
  throw error
}

async function hasTables({ ownerUrl }: EmptyDatabase): Promise<boolean> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  const { rowCount } = await client.query(`SELECT 1 FROM pg_namespace WHERE nspname IN ('drizzle', 'graphile_worker')`)
  await client.end()
  return rowCount !== 0
}

describe('migrating an empty database', () => {
  it('makes it fit to serve, says what it did, and does nothing the second time', async () => {
    const database = await createEmptyDatabase()
    const first = await runMigrations(database.ownerUrl)
    expect(first).toMatchObject({ database: database.name, applied: ALL })
    expect(first.queueSteps).toBeGreaterThan(0)
    const app = openDb(database.appUrl)
    expect(await findDatabaseFaults(app, false)).toEqual([])
    expect(await runMigrations(database.ownerUrl)).toMatchObject({ applied: [], queueSteps: 0 })
    expect(await findDatabaseFaults(app, false)).toEqual([])
    await app.$client.end()
    await database.drop()
  })

  it('is done once when two start at once: the other waits and finds nothing to do', async () => {
    const database = await createEmptyDatabase()
    let waited = 0
    const both = await Promise.all([1, 2].map(() => runMigrations(database.ownerUrl, undefined, () => (waited += 1))))
    expect(waited).toBe(1)
    expect(both.map(({ applied }) => applied).toSorted((one, other) => other.length - one.length)).toEqual([ALL, []])
    expect(both.map(({ queueSteps }) => queueSteps)).toContain(0)
    await database.drop()
  })
})

describe('a migration is refused before anything is made', () => {
  let database: EmptyDatabase
  beforeAll(async () => void (database = await createEmptyDatabase()))
  afterAll(async () => {
    expect(await hasTables(database)).toBe(false)
    await database.drop()
  })

  it('for a role that does not exist, or the one that migrates', async () => {
    expect(await refusalOf(database.ownerUrl, 'nobody_here')).toEqual([
      'APP_DATABASE_ROLE: the role nobody_here does not exist: create it first',
    ])
    expect(await refusalOf(database.ownerUrl, 'countersign_owner')).toEqual([
      'APP_DATABASE_ROLE: the role countersign_owner is the one that migrates; web and worker need another',
    ])
  })

  it.each([
    ['SUPERUSER', 'is a superuser; the desk'],
    ['BYPASSRLS', 'may bypass row-level security; the desk'],
    ['CREATEROLE', 'may create roles; the desk'],
    ['IN ROLE pg_write_all_data', 'is a member of pg_write_all_data; the desk'],
    ['IN ROLE countersign_admin', 'may become the superuser countersign_admin; the desk'],
    ['IN ROLE countersign_owner', 'is a member of the role that migrates; web and worker need one that is not'],
  ])('for a role with %s', async (rights, sentence) => {
    const role = await createClusterRole(rights)
    const [fault = '', ...more] = await refusalOf(database.ownerUrl, role.name)
    expect(fault).toContain(`APP_DATABASE_ROLE: the role ${role.name} ${sentence}`)
    expect(more).toEqual([])
    await role.drop()
  })

  it('by a superuser, by a role that does not own the database, and where nobody answers', async () => {
    expect(await refusalOf(database.adminUrl)).toEqual([
      'MIGRATE_DATABASE_URL: its role is a superuser; migrate as a role that owns this database and nothing else',
    ])
    expect((await refusalOf(database.appUrl, 'countersign_owner')).slice(0, 3)).toEqual([
      'MIGRATE_DATABASE_URL: its role does not own the database, so it cannot take from others what they may do',
      'MIGRATE_DATABASE_URL: its role may not create in the schema public',
      'MIGRATE_DATABASE_URL: its role may not create schemas in the database',
    ])
    expect(await refusalOf('postgres://u:secret@127.0.0.1:9/x')).toEqual([
      'MIGRATE_DATABASE_URL does not lead to a database that lets its role in (ECONNREFUSED)',
    ])
  })
})

it('an older build does not touch the database of a newer one', async () => {
  const database = await createEmptyDatabase()
  await runMigrations(database.ownerUrl)
  await asOwner(database, `INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)`)
  expect(await refusalOf(database.ownerUrl)).toEqual([
    'The database was migrated by a newer build than this one: migrate with that build',
  ])
  await database.drop()
})

describe('npm run migrate', () => {
  const migrate = (env: Record<string, string>) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const all = { PATH: process.env.PATH, NODE_ENV: 'production', ...env } as const
      execFile(process.execPath, ['bin/run.mjs', 'bin/migrate.ts'], { env: all }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      )
    })

  it('says in plain words what it did, and no password', async () => {
    const database = await createEmptyDatabase()
    const first = await migrate({ MIGRATE_DATABASE_URL: database.ownerUrl })
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toContain(`The database ${database.name} is ready for this build:`)
    expect(first.out).toContain(`its schema had ${ALL.join(', ')} applied;`)
    expect(first.out).not.toContain(new URL(database.ownerUrl).password)
    const second = await migrate({ MIGRATE_DATABASE_URL: database.ownerUrl })
    expect(second.out).toContain('its schema was up to date;')
    await database.drop()
  })

  it('ends with 78 and a list when it is refused', async () => {
    expect(await migrate({})).toEqual({
      code: 78,
      out: '',
      err: 'The environment is not complete:\n  MIGRATE_DATABASE_URL is missing\n',
    })
    const refused = await migrate({ MIGRATE_DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/x' })
    expect(refused.code).toBe(78)
    expect(refused.err).toMatch(/^The database is not migrated:\n {2}MIGRATE_DATABASE_URL does not lead/)
    expect(refused.err).not.toContain('secret')
  })
})
