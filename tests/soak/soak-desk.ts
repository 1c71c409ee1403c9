import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Child, lastLines } from '@/lib/desk/child'
import { plainEnvironment } from '@/lib/desk/environment'
import { choosePort } from '@/lib/desk/ports'
import { isSameProcess } from '@/lib/desk/process-mark'
import { resetDesk } from '@/lib/desk/reset'
import { findRunningDesk } from '@/lib/desk/running'
import { openScratch } from '@/lib/desk/scratch'
import type { Target } from './plan'

const START_SECONDS = 180
const started = z.array(z.object({ name: z.string(), pid: z.number(), mark: z.string() }))
const holder = z.object({ pid: z.number(), mark: z.string() })

const PART: Readonly<Record<Exclude<Target, 'supervisor' | 'all'>, string>> = {
  database: 'postgres',
  chain: 'chain',
  web: 'web',
  worker: 'worker',
}

export type SoakDesk = {
  readonly webUrl: string
  readonly chainUrl: string
  readonly stateFolder: string
  /** Sends SIGKILL to processes that this desk started, and to no other. @returns how many were there to kill */
  readonly kill: (target: Target) => Promise<number>
  /** Starts the desk again where it ended, as its user does; leaves a running one alone. @returns whether it had ended */
  readonly revive: () => Promise<boolean>
  readonly stop: () => Promise<void>
}

/** `npm run desk` on a folder and ports of its own, started, killed and started again as its user would. */
export async function startSoakDesk(): Promise<SoakDesk> {
  const scratch = await openScratch('soak')
  const stateFolder = path.join(scratch.folder, 'desk')
  await mkdir(stateFolder, { mode: 0o700 })
  const ports = [(await choosePort(null)).port, (await choosePort(null)).port]
  const launch = () =>
    scratch.book.start({
      ...{ name: 'desk', command: process.execPath, stopSignal: 'SIGINT', stopWithinSeconds: 90 },
      args: [
        'bin/run.mjs',
        'bin/desk.ts',
        '--state',
        stateFolder,
        '--port',
        `${ports[0]}`,
        '--chain-port',
        `${ports[1]}`,
      ],
      env: plainEnvironment(),
    })
  let launcher = await launch()
  const { url: webUrl, chainUrl } = await waitUntilRunning(launcher, stateFolder)
  const stop = async () => {
    await launcher.stop()
    await resetDesk(stateFolder, [])
    await rm(stateFolder, { recursive: true, force: true })
    await scratch.remove()
  }
  const revive = async (): Promise<boolean> => {
    if (!launcher.hasExited()) return false
    launcher = await launch()
    const now = await waitUntilRunning(launcher, stateFolder)
    if (now.url !== webUrl || now.chainUrl !== chainUrl) throw new Error(`the desk moved to ${now.url}`)
    return true
  }
  let reviving: Promise<boolean> = Promise.resolve(false)
  return {
    ...{ webUrl, chainUrl, stateFolder, stop },
    kill: (target) => kill(stateFolder, target),
    revive: async () => {
      // Whoever finds it down while it is being started waits for that start.
      reviving = reviving.then(revive, revive)
      return await reviving
    },
  }
}

async function waitUntilRunning(launcher: Child, stateFolder: string): Promise<{ url: string; chainUrl: string }> {
  const deadline = performance.now() + START_SECONDS * 1000
  for (;;) {
    const found = await findRunningDesk(stateFolder)
    if (found) return found
    if (launcher.hasExited())
      throw new Error(`the desk ended while starting:\n${await lastLines(launcher.logFile, 30)}`)
    if (performance.now() > deadline)
      throw new Error(`the desk is not up after ${START_SECONDS} s:\n${await lastLines(launcher.logFile, 30)}`)
    await sleep(200)
  }
}

async function kill(stateFolder: string, target: Target): Promise<number> {
  const parts = started.parse(await readJson(path.join(stateFolder, 'processes.json')))
  const supervisor = holder.parse(await readJson(path.join(stateFolder, 'desk.lock')))
  // The supervisor first, or it would bring back what is killed before it.
  const victims =
    target === 'all'
      ? [supervisor, ...parts]
      : target === 'supervisor'
        ? [supervisor]
        : parts.filter(({ name }) => name === PART[target]).slice(-1)
  let killed = 0
  for (const { pid, mark } of victims) {
    if (!(await isSameProcess(pid, mark))) continue
    process.kill(pid, 'SIGKILL')
    killed += 1
  }
  return killed
}

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'))
