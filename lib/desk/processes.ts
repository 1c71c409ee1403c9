import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import { startChild, type Child, type ChildSpec } from '@/lib/desk/child'
import { isSameProcess, processMark } from '@/lib/desk/process-mark'
import { readJson, writeJson } from '@/lib/desk/state-folder'

const entry = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  mark: z.string(),
  stopSignal: z.enum(['SIGINT', 'SIGTERM']),
  stopWithinSeconds: z.number(),
})
type Entry = z.infer<typeof entry>

export type ProcessBook = {
  /** Starts a part and writes down its pid and start mark before returning. */
  start: (spec: ChildSpec) => Promise<Child>
  /** Ends what an earlier, killed desk left running, last started first. Returns their names. */
  endOrphans: () => Promise<string[]>
  /** Stops everything started here, last started first, and nothing else. No part starts afterwards. */
  stopAll: () => Promise<void>
}

/**
 * The desk's own processes, remembered in the state folder. An orphan is recognised by pid and start mark together:
 * a pid alone may belong to someone else by now.
 */
export async function openProcessBook(stateFolder: string): Promise<ProcessBook> {
  const file = path.join(stateFolder, 'processes.json')
  const logFolder = path.join(stateFolder, 'logs')
  const left = (await readJson(file, z.array(entry))) ?? []
  let entries: Entry[] = [...left]
  let children: Child[] = []
  let isClosed = false
  // One write at a time, or an older list could replace a newer one.
  let saving: Promise<void> = Promise.resolve()
  const save = (): Promise<void> => {
    saving = saving.then(() => writeJson(file, entries))
    return saving
  }
  const forget = async (pid: number): Promise<void> => {
    entries = entries.filter((one) => one.pid !== pid)
    await save()
  }
  // A second stop waits for the first, or the desk would end with parts still running.
  let stopping: Promise<void> = Promise.resolve()
  const stopChildren = (): Promise<void> => {
    stopping = stopping.then(async () => {
      const started = children.reverse()
      children = []
      for (const child of started) {
        await child.stop()
        await forget(child.pid)
      }
    })
    return stopping
  }

  return {
    start: async (spec) => {
      if (isClosed) throw new AppError('UNAVAILABLE', `The ${spec.name} is not started: the desk is stopping.`)
      const child = await startChild(spec, logFolder)
      const mark = await processMark(child.pid)
      if (mark !== null) {
        const { name, stopSignal, stopWithinSeconds } = spec
        entries.push({ name, pid: child.pid, mark, stopSignal, stopWithinSeconds })
        await save()
      }
      children.push(child)
      // A stop that came meanwhile did not know this child yet.
      if (isClosed) await stopChildren()
      return child
    },
    endOrphans: async () => {
      const ended: string[] = []
      for (const orphan of left.reverse()) {
        if (await endProcess(orphan)) ended.push(orphan.name)
        await forget(orphan.pid)
      }
      return ended
    },
    stopAll: async () => {
      isClosed = true
      await stopChildren()
      await saving
    },
  }
}

async function endProcess(orphan: Entry): Promise<boolean> {
  if (!(await isSameProcess(orphan.pid, orphan.mark))) return false
  signal(orphan.pid, orphan.stopSignal)
  const deadline = performance.now() + orphan.stopWithinSeconds * 1000
  while (await isSameProcess(orphan.pid, orphan.mark)) {
    if (performance.now() > deadline) signal(orphan.pid, 'SIGKILL')
    await sleep(25)
  }
  return true
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It ended between the look and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
