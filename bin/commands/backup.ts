import { writeFile } from 'node:fs/promises'
import { AppError } from '@/lib/core/errors'
import { backUp } from '@/lib/desk/backup/backup'
import { restore } from '@/lib/desk/backup/restore'
import { backupEnv, EnvError, restoreEnv } from '@/lib/env'
import { EXIT_CONFIGURATION } from '@/lib/session/boot'

/** `countersign backup FILE`: database and keys in one sealed file. Exit 0, 1, or 78 for a bad environment. */
export async function backupDesk(args: readonly string[]): Promise<number> {
  const [file, ...more] = args
  if (!file || more.length > 0) return say('Usage: countersign backup FILE\n', 1)
  return attempt(async () => {
    const { ownerUrl, passphrase, keys } = backupEnv()
    const rows = await backUp(ownerUrl, keys, file, passphrase)
    process.stdout.write(`${file} holds ${rows} rows and the keys. Keep its passphrase somewhere else.\n`)
  })
}

/** `countersign restore FILE KEYS`: into an empty, migrated database; the keys go into a new file of that name. */
export async function restoreDesk(args: readonly string[]): Promise<number> {
  const [file, keysFile, ...more] = args
  if (!file || !keysFile || more.length > 0) return say('Usage: countersign restore FILE KEYS\n', 1)
  return attempt(async () => {
    const { ownerUrl, passphrase } = restoreEnv()
    // First, so that nothing is restored whose keys could not be written.
    await writeFile(keysFile, '', { flag: 'wx', mode: 0o600 })
    const { rows, keys } = await restore(ownerUrl, file, passphrase)
    const lines = Object.entries(keys).map(([name, value]) => `${name}=${value}\n`)
    await writeFile(keysFile, lines.join(''), { mode: 0o600 })
    process.stdout.write(
      `${rows} rows are restored. ${keysFile} holds the keys: give each to the process it belongs to.\n`,
    )
  })
}

async function attempt(act: () => Promise<void>): Promise<number> {
  try {
    await act()
    return 0
  } catch (error) {
    if (error instanceof EnvError) return say(`${error.message}\n`, EXIT_CONFIGURATION)
    if (error instanceof AppError) return say(`${error.message}\n`, 1)
    if (error instanceof Error && 'code' in error) return say(`${error.message}\n`, 1)
    throw error
  }
}

function say(text: string, code: number): number {
  process.stderr.write(text)
  return code
}
