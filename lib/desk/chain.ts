import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { local } from '@/lib/chains/local'
import { AppError } from '@/lib/core/errors'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { chainFiles, restoreChainState } from '@/lib/desk/chain-state'
import { lastLines, type Child, type StartChild } from '@/lib/desk/child'
import { choosePort } from '@/lib/desk/ports'

const START_SECONDS = 30

export type ChainOptions = {
  start: StartChild
  wantedPort: number | null
  /** Null keeps the chain in memory only. */
  stateFolder: string | null
  /** The one web origin whose pages may call the chain; none when null. */
  allowedOrigin: string | null
}

export type LocalChain = {
  url: string
  port: number
  /** The wanted port when something else holds it. */
  busyPort: number | null
  /** True when a save was cut off by a kill and the copy before it was loaded. */
  isFromKeptCopy: boolean
  child: Child
  /** Saves the state and ends the chain. */
  stop: () => Promise<void>
}

/**
 * Starts the native anvil program (a wrapper would outlive its own SIGTERM and leave the chain running).
 * Blocks are mined at once for each transaction and never on a timer: a timer would add 86,400 blocks a day to a state
 * file that is rewritten every second. `settleBlocks` gives each its depth of 1.
 * @throws AppError with the chain's last lines when it does not come up
 */
export async function startChain(options: ChainOptions): Promise<LocalChain> {
  const isFromKeptCopy = options.stateFolder === null ? false : await restoreChainState(options.stateFolder)
  const program = findAnvil()
  let { port, busyPort } = await choosePort(options.wantedPort)
  for (let attempt = 1; ; attempt += 1) {
    const url = `http://127.0.0.1:${port}`
    const child = await options.start({
      name: 'chain',
      command: program,
      args: anvilArguments(port, options),
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stopSignal: 'SIGTERM',
      stopWithinSeconds: 15,
    })
    if (await isReady(child, url)) return { url, port, busyPort, isFromKeptCopy, child, stop: child.stop }
    const lines = await lastLines(child.logFile)
    // Another program may take the port between the look and the start.
    if (attempt === 3 || !/address.* in use/i.test(lines)) {
      throw new AppError('UNAVAILABLE', `The local chain does not start:\n${lines}`)
    }
    busyPort ??= port
    port = (await choosePort(null)).port
  }
}

/**
 * Puts one empty block on top of every block that holds transactions, so that those reach the chain's finality depth
 * of 1 though nobody else transacts. Runs until stopped; a chain that is away is looked for again.
 */
export function settleBlocks(url: string): { stop: () => void } {
  const client = connectLocalChain(url)
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    settle(client)
      .catch(() => undefined) // the supervisor reports a chain that died
      .finally(() => (isBusy = false))
  }, 1000)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

async function settle(client: ReturnType<typeof connectLocalChain>): Promise<void> {
  const head = await client.getBlock({ blockTag: 'latest' })
  if (head.transactions.length > 0) await client.mine({ blocks: 1 })
}

function anvilArguments(port: number, options: ChainOptions): string[] {
  const network = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(local.id), '--quiet']
  // Older states are kept in memory only: saved with every block they would multiply the state file.
  const memory = ['--max-persisted-states', '0']
  const origin = options.allowedOrigin === null ? ['--no-cors'] : ['--allow-origin', options.allowedOrigin]
  if (options.stateFolder === null) return [...network, ...memory, ...origin]
  const { live } = chainFiles(options.stateFolder)
  return [...network, ...memory, ...origin, '--state', live, '--state-interval', '1']
}

function findAnvil(): string {
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string]
  const name = `@foundry-rs/anvil-${process.platform}-${architecture ?? process.arch}`
  try {
    const outer = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json')
    return path.join(path.dirname(createRequire(outer).resolve(`${name}/package.json`)), 'bin', 'anvil')
  } catch {
    throw new AppError(
      'UNAVAILABLE',
      `The local chain's program (${name}) is not installed. Run npm install without --omit=optional; supported are Linux (glibc 2.35 or newer) and macOS on x64 and arm64.`,
    )
  }
}

async function isReady(child: Child, url: string): Promise<boolean> {
  const client = connectLocalChain(url)
  const deadline = performance.now() + START_SECONDS * 1000
  while (!child.hasExited()) {
    const id = await client.getChainId().catch(() => null)
    if (id !== null) return id === local.id && !child.hasExited()
    if (performance.now() > deadline) {
      await child.stop()
      throw new AppError('UNAVAILABLE', `The local chain does not answer within ${START_SECONDS} s.`)
    }
    await sleep(10)
  }
  return false
}
