import { randomBytes } from 'node:crypto'
import { keccak256, parseEther, parseUnits } from 'viem'
import { openDb } from '@/db/client'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { ethereum } from '@/lib/chains/ethereum'
import { startChain } from '@/lib/desk/chain'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { createDatabase } from '@/lib/desk/databases'
import { nextProgram } from '@/lib/desk/demo-build'
import { readCodeHashes } from '@/lib/desk/demo-world-chain'
import { demoSetup } from '@/lib/desk/demo-world-setup'
import { plainEnvironment } from '@/lib/desk/environment'
import { waitUntilHealthy, waitUntilSaid } from '@/lib/desk/health'
import { choosePort } from '@/lib/desk/ports'
import { deploySafe } from '@/lib/desk/safes'
import { openScratch } from '@/lib/desk/scratch'
import { type ChainContents, fillChain } from '@/lib/desk/steps'
import { mintToken } from '@/lib/desk/tokens'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { runFlow } from '@/lib/flows/run-flow'
import { createIo } from '@/lib/io/io'
import { answerAs } from '@/tests/builders/answer-as'
import { startTestCluster, TEMPLATE } from '@/tests/builders/database-cluster'
import { type BenchPerson, makePeople, proveWallets } from './people'

export type ProductionDesk = {
  readonly webUrl: string
  readonly chainUrl: string
  readonly chainId: number
  readonly people: readonly BenchPerson[]
  readonly stop: () => Promise<void>
}

/**
 * The production build as it runs for real: its own web and worker, a real database, people with keys of their own, and
 * a chain of this machine that answers as Ethereum. The build must be there.
 */
export async function startProductionDesk(): Promise<ProductionDesk> {
  const scratch = await openScratch('bench')
  const cluster = await startTestCluster()
  const stop = async () => {
    await scratch.remove()
    await cluster.stop()
  }
  try {
    const { port } = await choosePort(null)
    const webUrl = `http://localhost:${port}`
    const { start } = scratch.book
    const chain = await startChain({ start, wantedPort: null, stateFolder: null, allowedOrigin: null })
    const people = makePeople()
    const checkpointKey = randomBytes(32)
    const publicKey = logPublicKey(checkpointKey)
    const setup = await setUp(chain.url, people, webUrl, publicKey)
    // From here on it answers as the chain that production serves; blocks keep coming as they do there.
    const client = connectLocalChain(chain.url)
    await answerAs(client, ethereum)
    await client.setIntervalMining({ interval: 2 })
    const { appUrl } = await createDatabase(cluster.access, 'bench', TEMPLATE)
    await bootstrap(appUrl, chain.url, webUrl, publicKey, setup)
    const shared = {
      ...plainEnvironment(),
      DATABASE_URL: appUrl,
      APP_ORIGIN: webUrl,
      CHAIN_RPC_URLS: JSON.stringify({ [ethereum.id]: [chain.url] }),
      LOG_PUBLIC_KEY: publicKey,
    }
    const worker = await start({
      ...{ name: 'bench-worker', command: process.execPath, stopSignal: 'SIGTERM', stopWithinSeconds: 15 },
      args: ['--conditions=react-server', '--import', 'tsx', 'bin/worker.ts'],
      env: { ...shared, CHECKPOINT_KEY: checkpointKey.toString('base64') },
    })
    const web = await start({
      ...{ name: 'bench-web', command: process.execPath, stopSignal: 'SIGTERM', stopWithinSeconds: 15 },
      args: [nextProgram(), 'start', '-H', 'localhost', '-p', String(port)],
      env: {
        ...shared,
        NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
        SIGNATURE_KEY: randomBytes(32).toString('base64'),
      },
    })
    await waitUntilSaid(worker, 'The worker waits for jobs.', 60)
    await waitUntilHealthy(web, `${webUrl}/api/health`, 60)
    return { webUrl, chainUrl: chain.url, chainId: ethereum.id, people, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The demo organisation, of these people, on the chain that production serves. */
async function setUp(
  chainUrl: string,
  people: readonly BenchPerson[],
  origin: string,
  publicKey: string,
): Promise<BootstrapRequest> {
  const { tokens } = await fillChain(chainUrl)
  const safe = await fillTreasury(chainUrl, people, tokens)
  const setup = await demoSetup({
    ...{ origin, logPublicKey: publicKey, safes: [safe], tokens, coolingSeconds: 0 },
    codeHashes: await readCodeHashes(chainUrl, tokens),
  })
  const onEthereum = <Row extends object>(row: Row) => ({ ...row, chainId: ethereum.id })
  return {
    ...setup,
    members: people.map(({ id, name, roles }) => ({ id, name, roles: [...roles], isDemo: false })),
    wallets: await proveWallets(setup.installation.id, people),
    passkeys: people.map(({ id: memberId, credential, publicKey: key }) => ({
      ...{ memberId, publicKey: key, rpId: 'localhost', counter: 0, isDemo: false },
      credentialId: Buffer.from(credential.credentialId, 'base64').toString('base64url'),
      aaguid: '00000000-0000-0000-0000-000000000000',
    })),
    safes: setup.safes.map(onEthereum),
    assets: setup.assets.map((asset) =>
      onEthereum(asset.address === 'native' ? { ...asset, ...ethereum.native } : asset),
    ),
    bookEntries: setup.bookEntries.map(onEthereum),
    policies: setup.policies.filter(({ safeId }) => safeId === safe.id),
  }
}

async function fillTreasury(chainUrl: string, people: readonly BenchPerson[], tokens: ChainContents['tokens']) {
  const client = connectLocalChain(chainUrl)
  const owners = people.filter(({ roles }) => roles.includes('signer')).map(({ address }) => address)
  const plan = { version: '1.4.1', owners, threshold: 3, saltNonce: BigInt(keccak256(randomBytes(32))) } as const
  const address = await deploySafe(chainUrl, plan)
  await client.setBalance({ address, value: parseEther('100') })
  await mintToken(chainUrl, tokens.usdc, address, parseUnits('1000000', 6))
  for (const person of people) await client.setBalance({ address: person.address, value: parseEther('10') })
  return { ...plan, id: 'treasury', name: 'Treasury Safe', address } as const
}

async function bootstrap(
  databaseUrl: string,
  chainUrl: string,
  origin: string,
  publicKey: string,
  input: BootstrapRequest,
): Promise<void> {
  const db = openDb(databaseUrl, 2)
  try {
    const io = createIo({ rpcUrls: new Map([[ethereum.id, [chainUrl]]]), signatureKey: null })
    const deps = { db, io, origin, logPublicKey: publicKey }
    await runFlow(deps, { verb: 'bootstrap', entrance: 'bootstrap', actor: { kind: 'bootstrap' }, input })
  } finally {
    await db.$client.end()
  }
}
