import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { takeLock } from '@/lib/desk/lock'
import { openProcessBook, type ProcessBook } from '@/lib/desk/processes'
import { resetDesk } from '@/lib/desk/reset'

const LOCK = 'scratch.lock'

export type Scratch = {
  folder: string
  book: ProcessBook
  /** Stops what was started through `book` and erases the folder. */
  remove: () => Promise<void>
}

/**
 * A state folder for one run of a test or rehearsal, in the system's folder for temporary files. A run that was killed
 * cannot clean up after itself, so the next one does: it ends the parts and erases the folders of runs that are gone.
 */
export async function openScratch(name: string): Promise<Scratch> {
  const prefix = `countersign-${name}-`
  await sweep(prefix)
  const folder = await mkdtemp(path.join(tmpdir(), prefix))
  const lock = await takeLock(path.join(folder, LOCK))
  if ('heldBy' in lock) throw new Error(`${folder} is new and yet locked`)
  const book = await openProcessBook(folder)
  const remove = async (): Promise<void> => {
    await book.stopAll()
    await erase(folder)
  }
  return { folder, book, remove }
}

async function sweep(prefix: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = path.join(tmpdir(), name)
    // The list of processes is written after the lock is taken, so a run that is just starting is never swept.
    if (!name.startsWith(prefix) || !(await isMine(path.join(folder, 'processes.json')))) continue
    const lock = await takeLock(path.join(folder, LOCK)).catch(() => null)
    if (lock === null || 'heldBy' in lock) continue
    const book = await openProcessBook(folder)
    await book.endOrphans()
    await erase(folder)
  }
}

async function erase(folder: string): Promise<void> {
  await resetDesk(folder, [LOCK])
  await rm(folder, { recursive: true, force: true })
}

// Anyone can create names in the shared folder; a list someone else wrote must not end our processes.
async function isMine(file: string): Promise<boolean> {
  const found = await lstat(file).catch(() => null)
  return found !== null && found.isFile() && found.uid === process.getuid?.()
}
