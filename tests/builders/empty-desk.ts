import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { type Address, type Hex, keccak256, parseEther, parseUnits } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { avalanche } from '@/lib/chains/avalanche'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { startChain } from '@/lib/desk/chain'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { nextProgram } from '@/lib/desk/demo-build'
import { plainEnvironment } from '@/lib/desk/environment'
import { waitUntilHealthy, waitUntilSaid } from '@/lib/desk/health'
import { choosePort } from '@/lib/desk/ports'
import { deploySafe } from '@/lib/desk/safes'
import { openScratch } from '@/lib/desk/scratch'
import { fillChain } from '@/lib/desk/steps'
import { mintToken } from '@/lib/desk/tokens'
import { answerAs } from '@/tests/builders/answer-as'
import { startTestDatabase } from '@/tests/builders/database'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import { buildProductionOnce } from '@/tests/builders/production-build'

export type Newcomer = {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly privateKey: Hex
  readonly address: Address
}

export const newcomer = (id: string, name: string, roles: readonly string[]): Newcomer => {
  const privateKey = generatePrivateKey()
  return { id, name, roles, privateKey, address: privateKeyToAccount(privateKey).address }
}

export type EmptyDesk = {
  readonly webUrl: string
  /** The honest node; browsers ask it themselves. */
  readonly chainUrl: string
  /** What the web asks: it passes everything on to the honest one, until it is told to lie. */
  readonly webNode: FailingNode
  readonly chainId: number
  /** A Safe that was created before the desk knew anything: 3 of these owners, with 1,000,000 USDC and 100 coins. */
  readonly safe: Address
  readonly usdc: Address
  /** What `countersign bootstrap` printed. */
  readonly told: string
  readonly stop: () => Promise<void>
}

export type DeskPeople = {
  readonly admins: readonly Newcomer[]
  readonly owners: readonly Newcomer[]
  /** Who has coins to pay gas with. */
  readonly executor: Newcomer
}

/**
 * The production build on an empty database, as a company installs it: its first admins named on the command line, a real
 * chain that answers as one whose blocks are final at once, and a Safe that somebody created elsewhere.
 */
export async function startEmptyDesk({ admins, owners, executor }: DeskPeople): Promise<EmptyDesk> {
  await buildProductionOnce()
  const [scratch, database, { port }] = [await openScratch('empty'), await startTestDatabase(), await choosePort(null)]
  let webNode: FailingNode | null = null
  const stop = async () => {
    await scratch.remove()
    await webNode?.stop()
    await database.drop()
  }
  try {
    const { start } = scratch.book
    const webUrl = `http://localhost:${port}`
    const chain = await startChain({ start, wantedPort: null, stateFolder: null, allowedOrigin: webUrl })
    webNode = await startFailingNode(chain.url)
    const { tokens } = await fillChain(chain.url)
    const safe = await createSafe(chain.url, owners, tokens.usdc)
    const client = connectLocalChain(chain.url)
    await client.setBalance({ address: executor.address, value: parseEther('10') })
    await answerAs(client, avalanche)
    await client.setIntervalMining({ interval: 2 })
    const checkpointKey = randomBytes(32)
    const setup = {
      ...plainEnvironment(),
      ...{ DATABASE_URL: database.appUrl, APP_ORIGIN: webUrl, LOG_PUBLIC_KEY: logPublicKey(checkpointKey) },
    }
    const told = bootstrap(setup, admins)
    const shared = { ...setup, CHAIN_RPC_URLS: JSON.stringify({ [avalanche.id]: [chain.url] }) }
    const process_ = { command: process.execPath, stopSignal: 'SIGTERM', stopWithinSeconds: 15 } as const
    const worker = await start({
      ...{ name: 'empty-worker', ...process_ },
      args: ['--conditions=react-server', '--import', 'tsx', 'bin/worker.ts'],
      env: { ...shared, CHECKPOINT_KEY: checkpointKey.toString('base64') },
    })
    const web = await start({
      ...{ name: 'empty-web', ...process_ },
      args: [nextProgram(), 'start', '-H', 'localhost', '-p', String(port)],
      env: {
        ...shared,
        CHAIN_RPC_URLS: JSON.stringify({ [avalanche.id]: [webNode.url] }),
        BROWSER_RPC_URLS: JSON.stringify({ [avalanche.id]: [chain.url] }),
        NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
        SIGNATURE_KEY: randomBytes(32).toString('base64'),
      },
    })
    await waitUntilSaid(worker, 'The worker waits for jobs.', 60)
    await waitUntilHealthy(web, `${webUrl}/api/health`, 60)
    return { webUrl, webNode, chainUrl: chain.url, chainId: avalanche.id, safe, usdc: tokens.usdc, told, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function bootstrap(env: Readonly<Record<string, string | undefined>>, admins: readonly Newcomer[]): string {
  const named = admins.flatMap(({ id, name, address }) => ['--admin', `${id}=${name}=${address}`])
  const cooling = ['--factor-cooling', '1', '--policy-cooling', '600', '--book-cooling', '1']
  const args = ['bin/countersign.mjs', 'bootstrap', '--name', 'Halden Shipping', ...named, ...cooling]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: env as NodeJS.ProcessEnv,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`bootstrap ended with ${status}: ${stdout}${stderr}`)
  return stdout
}

async function createSafe(chainUrl: string, owners: readonly Newcomer[], usdc: Address): Promise<Address> {
  const saltNonce = BigInt(keccak256(randomBytes(32)))
  const plan = { version: '1.4.1', owners: owners.map(({ address }) => address), threshold: 3, saltNonce } as const
  const address = await deploySafe(chainUrl, plan)
  await connectLocalChain(chainUrl).setBalance({ address, value: parseEther('100') })
  await mintToken(chainUrl, usdc, address, parseUnits('1000000', 6))
  return address
}
