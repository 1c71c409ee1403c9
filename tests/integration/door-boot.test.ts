import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Db, openDb } from '@/db/client'
import { member, wallet } from '@/db/schema/member'
import type { SharedEnv } from '@/lib/env'
import { findBuildFaults, findDatabaseFaults } from '@/lib/session/boot-faults'
import { findLogKeyFaults } from '@/lib/session/log-key-faults'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'

const KEY = `${'A'.repeat(43)}=`
const shared = (change: Partial<SharedEnv>): SharedEnv => ({
  databaseUrl: 'postgres://nowhere/x',
  appOrigin: 'https://desk.example',
  chainRpcUrls: new Map([[1, ['https://rpc.example']]]),
  logPublicKey: KEY,
  listEndpoints: [],
  isDemo: false,
  ...change,
})
const LOCAL = new Map([[31337, ['http://127.0.0.1:8545']]])
const BOTH = new Map([...LOCAL, [1, ['https://rpc.example']]] as const)

describe('a build and its environment', () => {
  it('fit: production with a real chain, demo with the local one on localhost', () => {
    expect(findBuildFaults(shared({}), false)).toEqual([])
    const demo = shared({ isDemo: true, chainRpcUrls: LOCAL, appOrigin: 'http://localhost:3000' })
    expect(findBuildFaults(demo, true)).toEqual([])
  })

  it.each([
    ['a production build started as demo', shared({ isDemo: true }), false, /^COUNTERSIGN_DEMO .* production build$/],
    ['a demo build started as production', shared({ chainRpcUrls: LOCAL }), true, /^COUNTERSIGN_DEMO .* demo build$/],
    ['production on the local chain', shared({ chainRpcUrls: LOCAL }), false, /31337, a local chain/],
    ['production on the local chain too', shared({ chainRpcUrls: BOTH }), false, /31337, a local chain/],
    ['demo on a real chain', shared({ isDemo: true, appOrigin: 'http://localhost:3000' }), true, /only 31337/],
    [
      'demo on a real chain too',
      shared({ isDemo: true, appOrigin: 'http://localhost:1', chainRpcUrls: BOTH }),
      true,
      /only 31337/,
    ],
    ['demo for others to reach', shared({ isDemo: true, chainRpcUrls: LOCAL }), true, /on localhost in the demo build/],
  ])('do not fit: %s', (_what, env, isDemoBuild, sentence) => {
    expect(findBuildFaults(env, isDemoBuild)).toEqual([expect.stringMatching(sentence)])
  })
})

describe('a database', () => {
  let database: TestDatabase
  let app: Db
  beforeAll(async () => {
    database = await startTestDatabase()
    app = openDb(database.appUrl)
  })
  afterAll(async () => {
    await app.$client.end()
    await database.drop()
  })

  const owner = (sql: string) => asOwner(database, sql)

  it('is served by a role that may only add to the log', async () => {
    expect(await findDatabaseFaults(app, false)).toEqual([])
  })

  it('is refused to the role that owns the log', async () => {
    const db = openDb(database.ownerUrl)
    expect((await findDatabaseFaults(db, true))[0]).toMatch(/its role owns audit_event/)
    await db.$client.end()
  })

  it.each(['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'UPDATE (json)'])(
    'is refused to a role that may %s leaves',
    async (right) => {
      await owner(`GRANT ${right} ON audit_leaf TO countersign_app`)
      expect(await findDatabaseFaults(app, true)).toEqual([expect.stringMatching(/its role may change audit_leaf/)])
      await owner(`REVOKE ${right} ON audit_leaf FROM countersign_app`)
      expect(await findDatabaseFaults(app, true)).toEqual([])
    },
  )

  it.each([
    ['make temporary tables', 'TEMPORARY ON DATABASE', /its role may make temporary tables/],
    ['create in public', 'CREATE ON SCHEMA', /its role may create in the schema public/],
  ])('is refused to a role that may %s, itself or as one of all', async (_what, right, sentence) => {
    const { pathname } = new URL(database.appUrl)
    const on = `${right} ${right.endsWith('SCHEMA') ? 'public' : pathname.slice(1)}`
    for (const role of ['countersign_app', 'PUBLIC']) {
      await owner(`GRANT ${on} TO ${role}`)
      expect(await findDatabaseFaults(app, false)).toEqual([expect.stringMatching(sentence)])
      await owner(`REVOKE ${on} FROM ${role}`)
      expect(await findDatabaseFaults(app, false)).toEqual([])
    }
  })

  it('with demo members, or a wallet whose key is public, is refused by production only', async () => {
    const at = new Date()
    await app.insert(member).values({ id: 'dora', name: 'Dora', roles: ['signer'], isDemo: true, createdAt: at })
    const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
    await app.insert(wallet).values({ address, memberId: 'dora', proofMessage: '', proofSignature: '', createdAt: at })
    expect(await findDatabaseFaults(app, false)).toEqual([
      expect.stringMatching(/demo members/),
      expect.stringMatching(new RegExp(`${address}, whose key is public`)),
    ])
    expect(await findDatabaseFaults(app, true)).toEqual([])
  })

  it('whose log another key signs is refused, and one that is not set up yet is not', async () => {
    expect(await findLogKeyFaults(app, KEY)).toEqual([])
    await owner(`INSERT INTO installation VALUES ('acme', 'Acme', 'countersign/acme', '${KEY}', 0, 0, 0, now())`)
    expect(await findLogKeyFaults(app, KEY)).toEqual([])
    expect(await findLogKeyFaults(app, `${'B'.repeat(43)}=`)).toEqual([
      'LOG_PUBLIC_KEY is not the key that the database names for its log',
    ])
  })

  it('that is not migrated, or not there, is named without its URL', async () => {
    const missing = openDb(database.appUrl.replace(/[^/]*$/, 'postgres'))
    expect((await findDatabaseFaults(missing, true))[0]).toMatch(/^DATABASE_URL /)
    await missing.$client.end()
    const dead = openDb('postgres://u:secret@127.0.0.1:9/x')
    const [fault] = await findDatabaseFaults(dead, true)
    expect(fault).toBe('DATABASE_URL does not lead to a database that answers (ECONNREFUSED)')
    await dead.$client.end()
  })
})
