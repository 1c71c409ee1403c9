import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb } from '@/db/client'
import { MIGRATIONS } from '@/db/schema-difference'
import { findDatabaseFaults } from '@/lib/session/boot-faults'
import { findChainFaults } from '@/lib/session/chain-faults'
import { findStartFaults } from '@/lib/session/start-faults'
import { asOwner } from '@/tests/builders/as-owner'
import { createClusterRole, createEmptyDatabase } from '@/tests/builders/cluster-roles'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'

let database: TestDatabase
beforeAll(async () => void (database = await startTestDatabase()))
afterAll(() => database.drop())

async function faultsOf(url: string): Promise<string[]> {
  const db = openDb(url)
  try {
    return await findDatabaseFaults(db, false)
  } finally {
    await db.$client.end()
  }
}

describe('the role of web and worker', () => {
  it('is refused as a superuser, with that one sentence', async () => {
    const role = await createClusterRole('SUPERUSER')
    expect(await faultsOf(role.urlOf(database.appUrl))).toEqual([
      'DATABASE_URL: its role is a superuser; the desk runs as a role without any such right',
    ])
    await role.drop()
  })

  it.each([
    ['BYPASSRLS', 'may bypass row-level security'],
    ['CREATEROLE', 'may create roles'],
    ['IN ROLE pg_execute_server_program', 'is a member of pg_execute_server_program'],
  ])('is refused with %s, and passes without', async (rights, sentence) => {
    const powerful = await createClusterRole(`${rights}, countersign_app`.replace(/^(\w+),/, '$1 IN ROLE'))
    expect(await faultsOf(powerful.urlOf(database.appUrl))).toEqual([
      `DATABASE_URL: its role ${sentence}; the desk runs as a role without any such right`,
    ])
    await powerful.drop()
    const plain = await createClusterRole('IN ROLE countersign_app')
    expect(await faultsOf(plain.urlOf(database.appUrl))).toEqual([])
    await plain.drop()
  })

  it('is refused when it only acts as the application and could go back', async () => {
    const role = await createClusterRole('IN ROLE countersign_app')
    const url = `${role.urlOf(database.appUrl)}?options=${encodeURIComponent('-c role=countersign_app')}`
    expect(await faultsOf(url)).toEqual(['DATABASE_URL: its role acts as another one; log in as the one that is meant'])
    await role.drop()
  })

  it('is refused when it may create schemas, which are searched before public', async () => {
    const name = new URL(database.appUrl).pathname.slice(1)
    await asOwner(database, `GRANT CREATE ON DATABASE ${name} TO countersign_app`)
    expect(await faultsOf(database.appUrl)).toEqual([
      'DATABASE_URL: its role may create schemas; revoke CREATE on the database',
    ])
    await asOwner(database, `REVOKE CREATE ON DATABASE ${name} FROM countersign_app`)
    expect(await faultsOf(database.appUrl)).toEqual([])
  })
})

describe('the schema', () => {
  const last = MIGRATIONS.at(-1)

  it('is refused when it is older than the build, or was never migrated', async () => {
    await asOwner(database, 'DELETE FROM drizzle.__drizzle_migrations WHERE created_at = $1', [last?.when])
    expect(await faultsOf(database.appUrl)).toEqual([
      `DATABASE_URL leads to a database of an older build, without ${last?.tag}: migrate it`,
    ])
    await asOwner(database, `INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', $1)`, [
      last?.when,
    ])
    expect(await faultsOf(database.appUrl)).toEqual([])
    const empty = await createEmptyDatabase()
    expect(await faultsOf(empty.appUrl)).toEqual([
      'DATABASE_URL leads to a database that is not migrated for this role: migrate it',
    ])
    await empty.drop()
  })

  it('is refused when it is newer than the build', async () => {
    await asOwner(database, `INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 9999999999999)`)
    expect(await faultsOf(database.appUrl)).toEqual([
      'DATABASE_URL leads to a database that a newer build migrated: start that build, or build this one anew',
    ])
    await asOwner(database, 'DELETE FROM drizzle.__drizzle_migrations WHERE created_at = 9999999999999')
    expect(await faultsOf(database.appUrl)).toEqual([])
  })
})

describe('the nodes', () => {
  const servers: Server[] = []
  const nodeServing = async (result: unknown): Promise<string> => {
    const server = createServer((_request, response) => response.end(JSON.stringify({ jsonrpc: '2.0', id: 0, result })))
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric address')
    return `http://127.0.0.1:${address.port}`
  }
  afterAll(() => servers.forEach((server) => server.close()))

  it('are refused where one serves another chain, by host and never by path', async () => {
    const [right, wrong] = [await nodeServing('0x1'), await nodeServing('0xaa36a7')]
    expect(await findChainFaults(new Map([[1, [right, `${wrong}/v2/key`]]]))).toEqual([
      `CHAIN_RPC_URLS lists the node at ${new URL(wrong).host} under chain 1, but it serves chain 11155111`,
    ])
    expect(await findChainFaults(new Map([[1, [right]]]))).toEqual([])
  })

  it('do not stop the start where one does not answer, or says nothing that can be read', async () => {
    expect(await findChainFaults(new Map([[1, ['http://127.0.0.1:9', await nodeServing('mainnet')]]]))).toEqual([])
  })

  it('are listed beside what is wrong with the database', async () => {
    const db = openDb('postgres://u:secret@127.0.0.1:9/x')
    const chainRpcUrls = new Map([[1, [await nodeServing('0x5')]]])
    const env = {
      databaseUrl: '',
      appOrigin: 'https://desk.example',
      chainRpcUrls,
      logPublicKey: '',
      listEndpoints: [],
      isDemo: false,
    }
    expect(await findStartFaults(env, db, false)).toEqual([
      'DATABASE_URL does not lead to a database that answers (ECONNREFUSED)',
      expect.stringContaining('but it serves chain 5'),
    ])
    await db.$client.end()
  })
})
