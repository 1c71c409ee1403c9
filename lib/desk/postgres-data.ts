import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { PostgresBinaries } from '@/lib/desk/postgres-binaries'
import { commandLine } from '@/lib/desk/process-mark'
import { newSecret, readJson, writeJson } from '@/lib/desk/state-folder'

const run = promisify(execFile)

const secrets = z.object({ admin: z.string(), owner: z.string(), app: z.string() })
/** Passwords of the cluster's three roles; the file is 0600 in the state folder. */
export type PostgresSecrets = z.infer<typeof secrets>

export const ADMIN_ROLE = 'countersign_admin'

/** Where the cluster of a state folder lies: inside it, or, as root, in a folder its own user can reach. */
export function postgresFolder(stateFolder: string, binaries: PostgresBinaries): string {
  if (binaries.asUser === null) return path.join(stateFolder, 'postgres')
  const key = createHash('sha256').update(path.resolve(stateFolder)).digest('hex').slice(0, 16)
  return path.join(binaries.asUser.sharedFolder, `state-${key}`)
}

/**
 * Makes sure a cluster exists and returns its data folder and passwords. Data whose passwords are gone (the state
 * folder was deleted) belongs to an earlier desk: it is set aside as `data.old`, never opened and never erased at once.
 */
export async function openPostgresData(
  stateFolder: string,
  binaries: PostgresBinaries,
  isDurable: boolean,
): Promise<{ dataFolder: string; secrets: PostgresSecrets; isNew: boolean }> {
  const folder = postgresFolder(stateFolder, binaries)
  const dataFolder = path.join(folder, 'data')
  const secretsFile = path.join(stateFolder, 'postgres.json')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await giveToUser(folder, binaries)
  let known = await readJson(secretsFile, secrets)
  if (known === null) {
    if (await isFolder(dataFolder)) await setAside(dataFolder)
    known = { admin: newSecret(), owner: newSecret(), app: newSecret() }
    await writeJson(secretsFile, known)
  }
  const isNew = !(await isFolder(dataFolder))
  if (isNew) await initialise(folder, dataFolder, known, binaries, isDurable)
  else await dropStalePidFile(dataFolder)
  return { dataFolder, secrets: known, isNew }
}

// Into another folder first: an initdb that was killed half way must not look like a cluster.
async function initialise(
  folder: string,
  dataFolder: string,
  known: PostgresSecrets,
  binaries: PostgresBinaries,
  isDurable: boolean,
): Promise<void> {
  const partial = path.join(folder, 'data.partial')
  const passwordFile = path.join(folder, 'password')
  await rm(partial, { recursive: true, force: true })
  await writeFile(passwordFile, known.admin, { mode: 0o600 })
  await giveToUser(passwordFile, binaries)
  try {
    const user = binaries.asUser?.user
    await run(
      path.join(binaries.binFolder, 'initdb'),
      [
        `--pgdata=${partial}`,
        `--username=${ADMIN_ROLE}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // PostgreSQL's own C.UTF-8 sorts the same on every machine.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(isDurable ? [] : ['--no-sync']),
      ],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, LC_ALL: 'C', NODE_ENV: 'production' },
        ...(user ? { uid: user.uid, gid: user.gid } : {}),
      },
    )
    await rename(partial, dataFolder)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

// The caller holds the desk's lock and has ended its own server: a pid in the file is either a server on this very
// data that nobody recorded, or an unrelated process that got the same number after a restart.
async function dropStalePidFile(dataFolder: string): Promise<void> {
  const file = path.join(dataFolder, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return
  const command = await commandLine(pid)
  if (command.includes(dataFolder)) process.kill(pid, 'SIGINT')
  else await rm(file, { force: true })
}

async function setAside(dataFolder: string): Promise<void> {
  await rm(`${dataFolder}.old`, { recursive: true, force: true })
  await rename(dataFolder, `${dataFolder}.old`)
}

async function giveToUser(file: string, binaries: PostgresBinaries): Promise<void> {
  if (binaries.asUser === null) return
  const { uid, gid } = binaries.asUser.user
  await chown(file, uid, gid)
  if ((await lstat(file)).isDirectory()) await chmod(file, 0o700)
}

async function isFolder(file: string): Promise<boolean> {
  return await lstat(file).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
