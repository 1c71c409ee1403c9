import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from 'viem'
import { z } from 'zod'
import { buildDemo, isDemoBuildStale } from '@/lib/desk/demo-build'
import { choosePort } from '@/lib/desk/ports'
import { startDesk } from '@/lib/desk/desk'
import { takeLock } from '@/lib/desk/lock'
import { createProgress } from '@/lib/desk/progress'
import type { ProcessBook } from '@/lib/desk/processes'
import { setStage } from '@/lib/desk/rehearsal/stage'
import { openScratch } from '@/lib/desk/scratch'

/** Plain values, so that the run's desk can be handed to every test file. */
export type DeskAddress = {
  readonly webUrl: string
  readonly chainUrl: string
  readonly databaseUrl: string
  readonly chainId: number
  readonly safeId: string
  readonly safeAddress: Address
  readonly usdc: Address
  /** Meridian Custody, an active contact of the book. */
  readonly recipient: Address
  /** The chain's own process: stopped by a signal it answers nobody, and goes on where it was afterwards. */
  readonly chainPid: number
  /** As they were started first; several webs stand behind a round-robin proxy. */
  readonly webPids: readonly number[]
  readonly workerPids: readonly number[]
}

export type TestDesk = DeskAddress & { readonly stop: () => Promise<void> }

const BUILD_WITHIN_SECONDS = 600

/** A whole demo desk, with as many webs and workers as asked for, in a folder of its own on free ports; gone without a trace when stopped. */
export async function startTestDesk(copies = 1): Promise<TestDesk> {
  const scratch = await openScratch('test-desk')
  try {
    await buildDemoOnce(scratch.book)
    const desk = await startDesk({
      stateFolder: scratch.folder,
      book: scratch.book,
      progress: createProgress((text) => void process.stdout.write(text)),
      wantedWebPort: (await choosePort(null)).port,
      wantedChainPort: (await choosePort(null)).port,
      copies,
      signal: new AbortController().signal,
    })
    const { webUrl, chainUrl, appUrl: databaseUrl } = desk
    const stop = async () => {
      await desk.stop()
      await scratch.remove()
    }
    const { chainId, safeId, safeAddress, usdc, recipient } = await setStage({ url: webUrl, chainUrl }, () => undefined)
    const pidOf = await readPids(scratch.folder)
    return {
      ...{ webUrl, chainUrl, databaseUrl, chainId, safeId, safeAddress, usdc, recipient, stop },
      chainPid: pidOf('chain'),
      webPids: namesOf('web', copies).map(pidOf),
      workerPids: namesOf('worker', copies).map(pidOf),
    }
  } catch (error) {
    await scratch.remove()
    throw error
  }
}

/**
 * Brings the demo build up to date. Only one process builds at a time: the folder of the build is shared.
 * @param start how the build is started, so that it is ended with everything else
 */
async function buildDemoOnce({ start }: ProcessBook): Promise<void> {
  const release = await takeBuildLock()
  try {
    if (!(await isDemoBuildStale())) return
    process.stdout.write('  Building the demo …\n')
    await buildDemo(start)
  } finally {
    await release()
  }
}

/** Waits for whoever builds in this folder now, then keeps others from it until released. */
export async function takeBuildLock(): Promise<() => Promise<void>> {
  const name = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12)
  const file = path.join(tmpdir(), `countersign-build-${name}.lock`)
  const deadline = performance.now() + BUILD_WITHIN_SECONDS * 1000
  for (;;) {
    const lock = await takeLock(file)
    if ('release' in lock) return lock.release
    if (performance.now() > deadline) throw new Error(`process ${lock.heldBy.pid} holds ${file} for too long`)
    await sleep(500)
  }
}

const processList = z.array(z.object({ name: z.string(), pid: z.number() }))

const namesOf = (part: string, copies: number) =>
  Array.from({ length: copies }, (_, at) => (at === 0 ? part : `${part}-${at + 1}`))

async function readPids(stateFolder: string): Promise<(name: string) => number> {
  const listed = processList.parse(JSON.parse(await readFile(path.join(stateFolder, 'processes.json'), 'utf8')))
  return (name) => {
    const found = listed.find((one) => one.name === name)
    if (!found) throw new Error(`the desk runs no ${name}`)
    return found.pid
  }
}
