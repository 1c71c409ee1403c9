import { open, readFile, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { isSameProcess, processMark } from '@/lib/desk/process-mark'

const holder = z.object({ pid: z.number().int(), mark: z.string() })
export type LockHolder = z.infer<typeof holder>

/** `release` lets go of the lock; `heldBy` names the live process that has it. */
export type LockAttempt = { release: () => Promise<void> } | { heldBy: LockHolder }

/**
 * Takes a lock file for this process. A lock whose holder no longer runs (killed, rebooted, its pid reused) is taken
 * over.
 */
export async function takeLock(file: string): Promise<LockAttempt> {
  const mark = await processMark(process.pid)
  if (mark === null) throw new Error('this process has a start mark')
  const mine = JSON.stringify({ pid: process.pid, mark } satisfies LockHolder)
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (await createFile(file, mine)) {
      // Two starts that both saw the same dead lock may both have removed it: the last file written wins.
      await sleep(40)
      if ((await readText(file)) === mine) return { release: () => release(file, mine) }
    }
    const found = readHolder(await readText(file))
    if (found && (await isSameProcess(found.pid, found.mark))) return { heldBy: found }
    await rm(file, { force: true })
  }
  throw new Error(`${file} changes hands too often`)
}

async function release(file: string, mine: string): Promise<void> {
  if ((await readText(file)) === mine) await rm(file, { force: true })
}

async function createFile(file: string, content: string): Promise<boolean> {
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null
    throw error
  })
  if (handle === null) return false
  await handle.writeFile(content)
  await handle.close()
  return true
}

function readHolder(text: string): LockHolder | null {
  try {
    return holder.parse(JSON.parse(text))
  } catch {
    return null // half written by a killed process
  }
}

async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '')
}
