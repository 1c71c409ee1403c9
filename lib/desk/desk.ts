import path from 'node:path'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import { settleBlocks, startChain } from '@/lib/desk/chain'
import { keepChainState } from '@/lib/desk/chain-state'
import type { Child } from '@/lib/desk/child'
import { buildDemo, isDemoBuildStale } from '@/lib/desk/demo-build'
import type { DemoWorld } from '@/lib/desk/demo-world'
import { openSecrets, type DeskPlaces } from '@/lib/desk/environment'
import { choosePort } from '@/lib/desk/ports'
import { startPostgres } from '@/lib/desk/postgres'
import type { ProcessBook } from '@/lib/desk/processes'
import type { Progress } from '@/lib/desk/progress'
import { announceDesk, withdrawDesk } from '@/lib/desk/running'
import { startRoundRobin } from '@/lib/desk/round-robin'
import { readJson, writeJson } from '@/lib/desk/state-folder'
import { fillChain, migrateDatabase, seedWorld, startWeb, startWorker } from '@/lib/desk/steps'
import { createSupervisor } from '@/lib/desk/supervise'

export type DeskOptions = {
  /** An opened and locked state folder. */
  stateFolder: string
  book: ProcessBook
  progress: Progress
  wantedWebPort: number
  wantedChainPort: number
  /** How many webs and how many workers; several webs stand behind a round-robin proxy. One each unless told. */
  copies?: number
  /** Aborted when the desk is asked to stop while it is still starting. */
  signal: AbortSignal
}

export type Desk = DeskPlaces & {
  world: DemoWorld
  /** Resolves with a sentence when a part cannot be kept alive. */
  gaveUp: Promise<string>
  /** Stops everything this desk started, last part first, and nothing else. */
  stop: () => Promise<void>
}

/**
 * Starts database, chain, demo world, worker and web, in this order, on one machine. Started again on the same state
 * folder it goes on where it was, also after a kill.
 * @throws AppError when a part does not start; everything started before is stopped first
 */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { book, progress, stateFolder } = options
  const supervisor = createSupervisor(progress)
  const closers: (() => Promise<void> | void)[] = []
  const stop = async (): Promise<void> => {
    supervisor.stop()
    for (const close of closers.splice(0).reverse()) await close()
    await book.stopAll()
  }
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (options.signal.aborted) throw new AppError('UNAVAILABLE', 'Stopped while starting.')
    return await progress.step(name, work)
  }
  // A part that is being waited for, such as the build, ends at once and fails its step.
  const abort = (): void => {
    supervisor.stop()
    void book.stopAll()
  }
  options.signal.addEventListener('abort', abort)

  try {
    const orphans = await book.endOrphans()
    if (orphans.length > 0) progress.note(`Ended what a killed desk left running: ${orphans.join(', ')}.`)
    if (await isDemoBuildStale()) await step('Demo build', () => buildDemo(book.start))

    const lastPort = (await readJson(portFile(stateFolder), z.number())) ?? null
    const startDatabase = (wantedPort: number | null) =>
      startPostgres({ stateFolder, start: book.start, isDurable: true, wantedPort })
    const database = await step('Database', () => startDatabase(lastPort))
    supervisor.watch(database.child, async () => samePlace('database', database, await startDatabase(database.port)))
    await writeJson(portFile(stateFolder), database.port)
    if (!database.dataFolder.startsWith(stateFolder))
      progress.note(`Run as root: its files are in ${database.dataFolder}.`)
    await step('Schema', () => migrateDatabase(database.ownerUrl))

    const web = await choosePort(options.wantedWebPort)
    nameBusyPort(progress, 'web', web)
    const webUrl = `http://localhost:${web.port}`
    const startLocalChain = (wantedPort: number) =>
      startChain({ start: book.start, wantedPort, stateFolder, allowedOrigin: webUrl })
    const chain = await step('Local chain', () => startLocalChain(options.wantedChainPort))
    nameBusyPort(progress, 'chain', chain)
    if (chain.isFromKeptCopy) progress.note('The last save of the chain was cut off; the copy before it is used.')
    supervisor.watch(chain.child, async () => samePlace('chain', chain, await startLocalChain(chain.port)))
    const keeper = keepChainState(stateFolder)
    const settler = settleBlocks(chain.url)
    closers.push(keeper.stop, settler.stop)
    const contents = await step('Contracts and tokens', () => fillChain(chain.url))

    const places: DeskPlaces = { appUrl: database.appUrl, chainUrl: chain.url, webUrl }
    const secrets = await openSecrets(stateFolder)
    const world = await step('Demo world', () => seedWorld(places, secrets, contents))
    const keepUp = async (name: string, start: () => Promise<Child>): Promise<void> =>
      supervisor.watch(await step(name, start), start)
    const copies = Array.from({ length: options.copies ?? 1 }, (_, at) => at + 1)
    const nameOf = (part: string, copy: number): string => (copy === 1 ? part : `${part}-${copy}`)
    for (const copy of copies) {
      const name = nameOf('worker', copy)
      await keepUp(`Worker${copy === 1 ? '' : ` ${copy}`}`, () => startWorker(book.start, { places, secrets, name }))
    }
    const ports =
      copies.length === 1 ? [web.port] : await Promise.all(copies.map(async () => (await choosePort(null)).port))
    for (const [at, port] of ports.entries()) {
      const name = nameOf('web', at + 1)
      await keepUp(`Web${at === 0 ? '' : ` ${at + 1}`}`, () => startWeb(book.start, { places, secrets, name, port }))
    }
    if (copies.length > 1) closers.push((await startRoundRobin(web.port, ports)).stop)
    await announceDesk(stateFolder, { url: webUrl, chainUrl: chain.url })
    closers.push(() => withdrawDesk(stateFolder))
    return { ...places, world, gaveUp: supervisor.gaveUp, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    options.signal.removeEventListener('abort', abort)
  }
}

type Started = { port: number; child: Child }

// Web and worker know the old port; at another one they would look for the part in vain.
function samePlace(name: string, before: Started, after: Started): Started['child'] {
  if (after.port !== before.port)
    throw new AppError('UNAVAILABLE', `Port ${before.port} of the ${name} was taken by another program.`)
  return after.child
}

function nameBusyPort(progress: Progress, name: string, chosen: { port: number; busyPort: number | null }): void {
  if (chosen.busyPort !== null) progress.note(`Port ${chosen.busyPort} is busy; the ${name} uses ${chosen.port}.`)
}

function portFile(stateFolder: string): string {
  return path.join(stateFolder, 'database-port.json')
}
