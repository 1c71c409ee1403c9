import type { Address, Hex } from 'viem'
import { openDb } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { local } from '@/lib/chains/local'
import { AppError } from '@/lib/core/errors'
import { DEMO_MEMBERS } from '@/lib/demo/members'
import { fillDemoSafes, readCodeHashes } from '@/lib/desk/demo-world-chain'
import { demoSetup } from '@/lib/desk/demo-world-setup'
import type { ChainContents } from '@/lib/desk/steps'
import { runFlow } from '@/lib/flows/run-flow'
import { createIo } from '@/lib/io/io'

export type DemoMember = { name: string; roles: readonly string[]; address: Address; privateKey: Hex }
export type DemoWorld = { members: readonly DemoMember[] }

/** Where the demo world is built: the application's database and the filled local chain. */
export type DemoPlaces = ChainContents & {
  databaseUrl: string
  chainUrl: string
  /** The desk's origin; its host is what the demo passkeys belong to. */
  webUrl: string
  /** Base64 public key of the worker's CHECKPOINT_KEY. */
  logPublicKey: string
}

// A demonstration does not wait a day (SPEC §5: demo and e2e take seconds).
const COOLING_SECONDS = 1

/**
 * Members, Safes, book and money of the demo (SPEC §10). Leaves what is already there, on the chain and in the
 * database, so that a desk started again goes on where it was.
 * @throws AppError BLOCKED when the database belongs to another log key than the desk's
 */
export async function seedDemoWorld(places: DemoPlaces): Promise<DemoWorld> {
  const { chainUrl, tokens, webUrl, logPublicKey } = places
  const safes = await fillDemoSafes(chainUrl, tokens)
  const db = openDb(places.databaseUrl, 2)
  try {
    const [installed] = await db.select().from(installation)
    if (installed && installed.logPublicKey !== logPublicKey)
      throw new AppError('BLOCKED', 'The database was set up with another checkpoint key. Start with --reset.')
    if (!installed) {
      const codeHashes = await readCodeHashes(chainUrl, tokens)
      const organisation = { origin: webUrl, logPublicKey, safes, tokens, codeHashes, coolingSeconds: COOLING_SECONDS }
      const input = await demoSetup(organisation)
      const io = createIo({ rpcUrls: new Map([[local.id, [chainUrl]]]), signatureKey: null })
      const deps = { db, io, origin: webUrl, logPublicKey }
      await runFlow(deps, { verb: 'bootstrap', entrance: 'bootstrap', actor: { kind: 'bootstrap' }, input })
    }
  } finally {
    await db.$client.end()
  }
  return {
    members: DEMO_MEMBERS.map(({ name, roles, address, privateKey }) => ({ name, roles, address, privateKey })),
  }
}
