import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keccak256 } from 'viem'
import { openDb, type Db } from '@/db/client'
import { auditEvent } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { member, passkey, wallet } from '@/db/schema/member'
import { asset, bookEntry, policy, safe } from '@/db/schema/registry'
import { AppError } from '@/lib/core/errors'
import { demoSetup } from '@/lib/desk/demo-world-setup'
import { tokenAddresses } from '@/lib/desk/tokens'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import * as content from '@/lib/flows/content'
import { readRegistry } from '@/lib/flows/registry'
import { type Deps, runFlow } from '@/lib/flows/run-flow'
import type { Io } from '@/lib/io/io'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'
import { ORIGIN, paperSafes } from '@/tests/builders/world'

const now = new Date('2026-03-01T09:00:00.000Z')

describe('bootstrap', () => {
  let database: TestDatabase
  let db: Db
  let deps: Deps
  let honest: BootstrapRequest
  beforeAll(async () => {
    database = await startTestDatabase()
    db = openDb(database.appUrl)
    deps = { db, origin: ORIGIN, logPublicKey: '', io: { clock: { now: () => now } } as Io }
  })
  beforeEach(async () => {
    const tokens = await tokenAddresses()
    const codeHashes = { usdc: keccak256('0x01'), usdt: keccak256('0x02'), fee: keccak256('0x03') }
    const logPublicKey = `${'A'.repeat(43)}=`
    honest = await demoSetup({
      origin: ORIGIN,
      logPublicKey,
      safes: paperSafes(),
      tokens,
      codeHashes,
      coolingSeconds: 60,
    })
  })
  afterAll(async () => {
    await db.$client.end()
    await database.drop()
  })

  const setUp = (input: unknown, actor: 'bootstrap' | 'system' = 'bootstrap') =>
    runFlow(deps, { verb: 'bootstrap', entrance: 'bootstrap', actor: { kind: actor }, input })
  const [first, second] = [0, 1] as const

  it('has no other door', async () => {
    const call = { verb: 'bootstrap', actor: { kind: 'bootstrap' }, input: honest } as const
    await expect(runFlow(deps, { ...call, entrance: 'door' })).rejects.toThrow('There is no such action')
    await expect(setUp(honest, 'system')).rejects.toThrow('not yours to do')
  })

  it('refuses a wallet that its member did not sign for', async () => {
    const wallets = honest.wallets.map((row, place) => ({
      ...row,
      ...(place === first && { proofSignature: honest.wallets[second]?.proofSignature ?? '' }),
    }))
    await expect(setUp({ ...honest, wallets })).rejects.toThrow('ines did not sign the proof of 0x7099')
  })

  it('refuses a wallet whose proof was signed for another member or installation', async () => {
    const swapped = honest.wallets.map((row) => ({
      ...row,
      memberId: row.memberId === 'ruth' ? 'tomas' : row.memberId,
    }))
    await expect(setUp({ ...honest, wallets: swapped })).rejects.toThrow('does not name this installation and tomas')
    const elsewhere = { ...honest.installation, id: 'elsewhere' }
    await expect(setUp({ ...honest, installation: elsewhere })).rejects.toThrow('does not name this installation')
  })

  it('refuses one address twice, a stranger’s passkey and a key it cannot check', async () => {
    const twice = [...honest.wallets, ...honest.wallets.slice(0, 1)]
    await expect(setUp({ ...honest, wallets: twice })).rejects.toThrow('is there twice')
    const [key] = honest.passkeys
    await expect(setUp({ ...honest, passkeys: [{ ...key, memberId: 'mallory' }] })).rejects.toThrow('no member mallory')
    await expect(setUp({ ...honest, passkeys: [{ ...key, publicKey: 'AAAA' }] })).rejects.toThrow(
      'no key that the desk',
    )
  })

  it('refuses a policy that its people could never meet, with the reason', async () => {
    const policies = honest.policies.map((row) => {
      const groups = row.policy.groups.map((group) => ({
        ...group,
        members: ['ines', 'eli', 'noor', 'viktor', 'sora'],
      }))
      return row.safeId === 'treasury' ? { ...row, policy: { ...row.policy, groups } } : row
    })
    const refused: unknown = await setUp({ ...honest, policies }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(AppError)
    // One reason for each of its rules.
    const problems = honest.policies[0]?.policy.rules.map(() => ({ field: 'policies.0' }))
    expect(problems?.length).toBeGreaterThan(1)
    expect(refused).toMatchObject({ code: 'BAD_INPUT', problems })
  })

  it('left the database empty all the while', async () => {
    for (const table of [installation, member, safe, policy, wallet]) expect(await db.$count(table)).toBe(0)
  })

  it('sets up an empty database with one event for each object, naming its content', async () => {
    await setUp(honest)
    const objects = [
      ...(await db.select().from(installation)).map(content.installationObject),
      ...(await db.select().from(member)).map(content.memberObject),
      ...(await db.select().from(wallet)).map(content.walletObject),
      ...(await db.select().from(passkey)).map(content.passkeyObject),
      ...(await db.select().from(safe)).map(content.safeObject),
      ...(await db.select().from(asset)).map(content.assetObject),
      ...(await db.select().from(bookEntry)).map(content.bookEntryObject),
      ...(await db.select().from(policy)).map(content.policyObject),
    ]
    const events = await db.select().from(auditEvent)
    const all = events.filter(({ outcome }) => outcome === 'done')
    const [last, done] = [all.at(-1), all.slice(0, -1)]
    const logged = done.map((row) => `${row.objectType} ${row.objectId} ${row.objectVersion} ${row.contentHash}`)
    expect(logged.sort()).toEqual(
      objects.map((one) => `${one.type} ${one.id} ${one.version} ${one.contentHash}`).sort(),
    )
    const organisation = objects[0]?.id ?? ''
    const inOrder = done.map(({ objectType, objectId }) =>
      objects.find(({ type, id }) => type === objectType && id === objectId),
    )
    const whole = content.bootstrapObject(
      organisation,
      inOrder.flatMap((object) => (object ? [object] : [])),
    )
    expect(last).toMatchObject({ objectType: 'bootstrap', objectId: organisation, contentHash: whole.contentHash })
    expect(all.every(({ actorKind, action }) => actorKind === 'bootstrap' && action === 'bootstrap')).toBe(true)
    expect(objects).toHaveLength(1 + 10 + 10 + 10 + 3 + 4 + 6 + 3)
  })

  it('lets new factors and contacts cool', async () => {
    const [key] = await db.select().from(passkey)
    const [entry] = await db.select().from(bookEntry)
    expect(key?.usableFrom).toEqual(new Date(now.getTime() + 60_000))
    expect(entry?.activeFrom).toEqual(new Date(now.getTime() + 60_000))
  })

  it('stores policies as the desk reads them', async () => {
    const { policy: read } = await readRegistry(db, 'treasury', now)
    expect(read.rules.map((rule) => rule.quorum)).toEqual([
      [{ group: 'treasury-signers', need: 3 }],
      [{ group: 'treasury-signers', need: 4 }],
      [{ group: 'treasury-signers', need: 4 }],
      [{ group: 'treasury-signers', need: 4 }],
    ])
  })

  it('works once', async () => {
    await expect(setUp(honest)).rejects.toThrow('set up already')
    expect(await db.$count(installation)).toBe(1)
  })
})
