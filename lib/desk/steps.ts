import { logPublicKey } from '@/lib/audit/checkpoint'
import type { Child, StartChild } from '@/lib/desk/child'
import { deployContracts, type ContractAddresses } from '@/lib/desk/contracts'
import { nextProgram } from '@/lib/desk/demo-build'
import type { DemoWorld } from '@/lib/desk/demo-world'
import { webEnvironment, workerEnvironment, type DeskPlaces, type DeskSecrets } from '@/lib/desk/environment'
import { waitUntilHealthy, waitUntilSaid } from '@/lib/desk/health'
import { deployTokens, type TokenAddresses } from '@/lib/desk/tokens'

const WEB_START_SECONDS = 90
const WORKER_START_SECONDS = 60
/** What bin/worker.ts prints once it listens. */
const WORKER_READY = 'The worker waits for jobs.'

/** Brings the schema up to date as its owner. */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  const { runMigrations } = await import('@/db/migrate')
  await runMigrations(ownerUrl)
}

export type ChainContents = { contracts: ContractAddresses; tokens: TokenAddresses }

/** Puts the official Safe contracts and the local tokens on the chain and checks the former. */
export async function fillChain(chainUrl: string): Promise<ChainContents> {
  const contracts = await deployContracts(chainUrl)
  const tokens = await deployTokens(chainUrl)
  return { contracts, tokens }
}

/** Members, Safes and money of the demo; leaves what is already there. */
export async function seedWorld(places: DeskPlaces, secrets: DeskSecrets, chain: ChainContents): Promise<DemoWorld> {
  const { seedDemoWorld } = await import('@/lib/desk/demo-world')
  const { appUrl: databaseUrl, chainUrl, webUrl } = places
  const publicKey = logPublicKey(Buffer.from(secrets.checkpoints, 'base64'))
  return await seedDemoWorld({ databaseUrl, chainUrl, webUrl, logPublicKey: publicKey, ...chain })
}

/** Background work. Started without a launcher in between, so that its pid is the worker's own. */
export async function startWorker(
  start: StartChild,
  { places, secrets, name }: { places: DeskPlaces; secrets: DeskSecrets; name: string },
): Promise<Child> {
  const child = await start({
    name,
    command: process.execPath,
    args: ['--conditions=react-server', '--import', 'tsx', 'bin/worker.ts'],
    env: workerEnvironment(places, secrets),
    stopSignal: 'SIGTERM',
    stopWithinSeconds: 15,
  })
  await waitUntilSaid(child, WORKER_READY, WORKER_START_SECONDS)
  return child
}

/** The demo build on a port of localhost, answering its health check; `places` says where browsers find it. */
export async function startWeb(
  start: StartChild,
  { places, secrets, name, port }: { places: DeskPlaces; secrets: DeskSecrets; name: string; port: number },
): Promise<Child> {
  const child = await start({
    name,
    command: process.execPath,
    args: [nextProgram(), 'start', '-p', String(port), '-H', 'localhost'],
    env: webEnvironment(places, secrets),
    stopSignal: 'SIGTERM',
    stopWithinSeconds: 10,
  })
  await waitUntilHealthy(child, `http://localhost:${port}/api/health`, WEB_START_SECONDS)
  return child
}
