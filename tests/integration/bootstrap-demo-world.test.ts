import { erc20Abi, parseAbi, parseEther, parseUnits } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb } from '@/db/client'
import { auditEvent } from '@/db/schema/audit'
import { asset, bookEntry, safe } from '@/db/schema/registry'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { DEMO_MEMBERS } from '@/lib/demo/members'
import { seedDemoWorld } from '@/lib/desk/demo-world'
import { DEMO_CONTACTS, LOOK_ALIKE } from '@/lib/desk/demo-world-book'
import { type TestChain, startTestChain } from '@/tests/builders/chain'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'
import { CHECKPOINT_KEY, ORIGIN } from '@/tests/builders/world'

const SAFE = parseAbi([
  'function getOwners() view returns (address[])',
  'function getThreshold() view returns (uint256)',
  'function VERSION() view returns (string)',
])

describe('the demo world', () => {
  let chain: TestChain
  let database: TestDatabase
  beforeAll(async () => void ([chain, database] = await Promise.all([startTestChain(), startTestDatabase()])))
  afterAll(() => Promise.all([chain.stop(), database.drop()]))

  const seed = (key = CHECKPOINT_KEY) =>
    seedDemoWorld({
      ...{ databaseUrl: database.appUrl, chainUrl: chain.url, webUrl: ORIGIN, logPublicKey: logPublicKey(key) },
      ...{ contracts: chain.contracts, tokens: chain.tokens },
    })
  const stored = async () => {
    const db = openDb(database.appUrl, 1)
    const [safes, assets, entries, events] = await Promise.all([
      db.select().from(safe).orderBy(safe.id),
      db.select().from(asset),
      db.select().from(bookEntry),
      db.$count(auditEvent),
    ])
    await db.$client.end()
    return { safes, assets, entries, events }
  }
  const holdings = async () => {
    const { safes, assets } = await stored()
    return Promise.all(
      safes.map(async ({ id, address }) => {
        const tokens = assets.filter((one) => one.address !== 'native')
        const units = tokens.map(async ({ symbol, address: token }) => {
          const call = { abi: erc20Abi, functionName: 'balanceOf', args: [address as `0x${string}`] } as const
          return [symbol, await chain.client.readContract({ ...call, address: token as `0x${string}` })] as const
        })
        const native = await chain.client.getBalance({ address: address as `0x${string}` })
        return { id, native, ...Object.fromEntries(await Promise.all(units)) }
      }),
    )
  }

  it('puts three Safes of three versions on the chain, owned by its members, with their money', async () => {
    expect((await seed()).members).toHaveLength(10)
    const { safes } = await stored()
    const found = await Promise.all(
      safes.map(async ({ address, name }) => {
        const at = { address: address as `0x${string}`, abi: SAFE }
        const version = await chain.client.readContract({ ...at, functionName: 'VERSION' })
        const owners = await chain.client.readContract({ ...at, functionName: 'getOwners' })
        const threshold = await chain.client.readContract({ ...at, functionName: 'getThreshold' })
        const members = owners.map((owner) => DEMO_MEMBERS.find((one) => one.address === owner)?.id)
        return `${name} ${version}: ${threshold} of ${members.join(', ')}`
      }),
    )
    expect(found).toEqual([
      'Operations Safe 1.3.0: 2 of ruth, tomas, aiko',
      'Training Safe 1.5.0: 2 of ruth, tomas, aiko',
      'Treasury Safe 1.4.1: 3 of ruth, tomas, aiko, bram, lena',
    ])
    const treasury = (await holdings()).find(({ id }) => id === 'treasury')
    expect(treasury).toMatchObject({ native: parseEther('2118.5012'), USDC: parseUnits('101204118.40', 6) })
  })

  it('has a look-alike of a contact in the treasury’s history and in no book', async () => {
    const { entries } = await stored()
    const [meridian] = DEMO_CONTACTS
    const ends = (address = '') => [address.slice(0, 6).toLowerCase(), address.slice(-4).toLowerCase()]
    expect(ends(LOOK_ALIKE)).toEqual(ends(meridian?.address))
    expect(entries.map(({ address }) => address)).not.toContain(LOOK_ALIKE)
    expect(entries.map(({ name }) => name).sort()).toEqual([
      'Exchange deposit',
      'Grants Safe',
      'Market maker A',
      'Meridian Custody',
      'Northwind Audit Ltd',
      'Operations Safe',
    ])
    expect(await chain.client.getTransactionCount({ address: LOOK_ALIKE })).toBe(1)
  })

  it('puts gas into every member’s wallet', async () => {
    for (const { address } of DEMO_MEMBERS)
      expect(await chain.client.getBalance({ address })).toBeGreaterThanOrEqual(parseEther('1'))
  })

  it('leaves everything as it is when it is seeded again', async () => {
    const before = { rows: await stored(), holdings: await holdings(), block: await chain.client.getBlockNumber() }
    await seed()
    expect({ rows: await stored(), holdings: await holdings(), block: await chain.client.getBlockNumber() }).toEqual(
      before,
    )
  })

  it('refuses a database of another log key', async () => {
    await expect(seed(new Uint8Array(32).fill(9))).rejects.toThrow('another checkpoint key')
  })
})
