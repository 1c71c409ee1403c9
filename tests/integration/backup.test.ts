import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb } from '@/db/client'
import { auditLeaf } from '@/db/schema/audit'
import { withdrawal } from '@/db/schema/withdrawal'
import { backUp, type DeskKeys } from '@/lib/desk/backup/backup'
import { restore } from '@/lib/desk/backup/restore'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'
import {
  approveAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { change, contactsBody } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'

const PASSPHRASE = 'a passphrase of some length'
const KEYS: DeskKeys = { SIGNATURE_KEY: 'sealing', CHECKPOINT_KEY: 'signing', NEXTAUTH_SECRET: 'cookies' }

let chain: TestChain
let desk: MoneyDesk
let folder: string
let file: string
let ids: { ready: string; waiting: string }

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-backup-'))
  file = path.join(folder, 'desk.backup')
  await change(desk, 'add-contacts', contactsBody('Alder Supply'))
  const ready = (await stageAs(desk, 'ines', payment(desk))).id
  await makeReady(desk, ready)
  const waiting = (await stageAs(desk, 'ines', payment(desk, '7.00'))).id
  for (const who of ['ruth', 'tomas']) await approveAs(desk, who, waiting)
  await act(desk, 'ines', 'cancel-onchain', {
    safeId: 'treasury',
    nonce: '1',
    replaces: waiting,
    reason: 'To another bank.',
  })
  await performJob(desk, 'sign-checkpoint')
  ids = { ready, waiting }
  expect(await backUp(desk.database.ownerUrl, KEYS, file, PASSPHRASE)).toBeGreaterThan(100)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
  await rm(folder, { recursive: true })
})

const rowsIn = async (database: TestDatabase) => {
  const client = new Client({ connectionString: database.ownerUrl })
  await client.connect()
  const { rowCount } = await client.query('SELECT 1 FROM audit_event')
  await client.end()
  return rowCount
}

describe('a backup', () => {
  let database: TestDatabase
  let restored: MoneyDesk
  beforeAll(async () => {
    database = await startTestDatabase()
    const answer = await restore(database.ownerUrl, file, PASSPHRASE)
    expect(answer.keys).toEqual(KEYS)
    const db = openDb(database.appUrl)
    restored = { ...desk, database, db, deps: { ...desk.deps, db } }
  })
  afterAll(async () => {
    await restored.db.$client.end()
    await database.drop()
  })

  it('brings back every row as it was', async () => {
    for (const table of [auditLeaf, withdrawal])
      expect(await restored.db.select().from(table)).toEqual(await desk.db.select().from(table))
  })

  it('gives a log that verifies offline, with what came after it', async () => {
    await performJob(restored, 'sign-checkpoint')
    const { text } = (await act(restored, 'noor', 'export-log', {})) as { text: string }
    const log = path.join(folder, 'log.json')
    await writeFile(log, text)
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/countersign.mjs', 'audit', 'verify', log])
    expect({ status, words: `${stdout}${stderr}` }).toMatchObject({ status: 0 })
  })

  it('keeps approvals alive: preflight believes them, and the sealed signatures open', async () => {
    await expect(executeAs(restored, 'eli', ids.ready)).resolves.toMatchObject({ attempt: 1 })
  })

  it('goes on counting where it stood', async () => {
    const { id } = await stageAs(restored, 'ines', payment(restored, '8.00'))
    expect(Number(id.slice(2))).toBeGreaterThan(Number(ids.waiting.slice(2)) + 1)
  })

  it('leaves the walls where they were', async () => {
    await expect(restored.db.$client.query('DELETE FROM audit_leaf')).rejects.toThrow('permission denied')
    const owner = new Client({ connectionString: database.ownerUrl })
    await owner.connect()
    await expect(owner.query(`UPDATE audit_leaf SET json = '{}'`)).rejects.toThrow('append-only')
    await expect(owner.query('DELETE FROM withdrawal')).rejects.toThrow('never deleted')
    await owner.end()
  })

  it('is refused by a database that holds something', async () => {
    expect(await refusalOf(restore(database.ownerUrl, file, PASSPHRASE))).toMatchObject({ code: 'CONFLICT' })
  })
})

describe('refused, with nothing restored', () => {
  it.each<[what: string, spoil: (bytes: Buffer) => Buffer, passphrase: string]>([
    ['another passphrase', (bytes) => bytes, 'another passphrase, as long'],
    ['one byte changed in the middle', (bytes) => flipped(bytes, bytes.length >> 1), PASSPHRASE],
    ['the last byte changed', (bytes) => flipped(bytes, bytes.length - 1), PASSPHRASE],
    ['the header changed', (bytes) => flipped(bytes, bytes.indexOf('salt') + 8), PASSPHRASE],
    ['cut off', (bytes) => bytes.subarray(0, bytes.length - 100), PASSPHRASE],
    ['empty', () => Buffer.alloc(0), PASSPHRASE],
    ['some other file', () => Buffer.from('{"a":1}\n'.repeat(40)), PASSPHRASE],
  ])('%s', async (_what, spoil, passphrase) => {
    const database = await startTestDatabase()
    const spoiled = path.join(folder, 'spoiled')
    await writeFile(spoiled, spoil(await readFile(file)))
    expect(await refusalOf(restore(database.ownerUrl, spoiled, passphrase))).toMatchObject({ code: 'BAD_INPUT' })
    expect(await rowsIn(database)).toBe(0)
    await database.drop()
  })

  it('a file that is there already, which stays as it is', async () => {
    const before = await readFile(file)
    expect(await refusalOf(backUp(desk.database.ownerUrl, KEYS, file, PASSPHRASE))).toMatchObject({ code: 'CONFLICT' })
    expect((await readFile(file)).equals(before)).toBe(true)
  })
})

it('shows nothing of what it holds, and only its owner may read it', async () => {
  const text = (await readFile(file)).toString('latin1')
  for (const word of ['sealing', 'signing', 'Meridian', 'withdrawal', 'treasury']) expect(text).not.toContain(word)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
