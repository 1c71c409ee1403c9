import { createHash } from 'node:crypto'
import { copyFile, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/core/errors'
import { replaceFile } from '@/lib/desk/state-folder'

const KEEP_EVERY_MS = 400

/** The two copies of the chain: anvil writes `live` in place, the desk keeps the last complete one in `kept`. */
export function chainFiles(stateFolder: string): { live: string; kept: string } {
  return { live: path.join(stateFolder, 'chain.json'), kept: path.join(stateFolder, 'chain.kept.json') }
}

/**
 * Makes `live` loadable. anvil truncates and rewrites its state file every second, so a kill in that instant leaves
 * half a file: then the kept copy, at most a second older, takes its place.
 * @returns whether the kept copy had to be used
 * @throws AppError when the chain existed and no copy of it can be read
 */
export async function restoreChainState(stateFolder: string): Promise<boolean> {
  const { live, kept } = chainFiles(stateFolder)
  const [liveBytes, keptBytes] = await Promise.all([readOrNull(live), readOrNull(kept)])
  if (liveBytes === null && keptBytes === null) return false
  if (liveBytes !== null && isComplete(liveBytes)) {
    await replaceFile(kept, liveBytes)
    return false
  }
  if (keptBytes === null || !isComplete(keptBytes)) {
    throw new AppError('UNAVAILABLE', `The saved chain in ${live} cannot be read. Start again with --reset.`)
  }
  if (liveBytes !== null) await rename(live, `${live}.torn`)
  await copyFile(kept, live)
  return true
}

/** Copies each complete save of the chain to `kept` until stopped. `stop` waits for a copy under way. */
export function keepChainState(stateFolder: string): { stop: () => Promise<void> } {
  const { live, kept } = chainFiles(stateFolder)
  let lastHash = ''
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const keep = async (): Promise<void> => {
    const bytes = await readOrNull(live)
    if (bytes !== null) {
      const hash = createHash('sha1').update(bytes).digest('hex')
      if (hash !== lastHash && isComplete(bytes)) {
        await replaceFile(kept, bytes)
        lastHash = hash
      }
    }
    if (isStopped) return
    timer = setTimeout(() => {
      running = keep()
    }, KEEP_EVERY_MS)
  }
  let running = keep()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}

function isComplete(bytes: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof parsed === 'object' && parsed !== null && 'accounts' in parsed && 'blocks' in parsed
  } catch {
    return false // cut off in the middle of a save
  }
}

async function readOrNull(file: string): Promise<Buffer | null> {
  return await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}
