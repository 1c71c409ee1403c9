import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '@/lib/core/errors'
import { lastLines, type StartChild } from '@/lib/desk/child'
import { plainEnvironment } from '@/lib/desk/environment'

const BUILD_FOLDER = '.next-demo'
const HASH_FILE = path.join(BUILD_FOLDER, 'countersign-sources')
const FOLDERS = ['app', 'components', 'db', 'lib', 'public']
const FILES = [
  'instrumentation-client.ts',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'proxy.ts',
  'tsconfig.json',
]

/** The program of the installed Next. */
export function nextProgram(): string {
  return createRequire(import.meta.url).resolve('next/dist/bin/next')
}

/** Whether the demo build is missing or older than the sources. Compared by content: a checkout changes every date. */
export async function isDemoBuildStale(): Promise<boolean> {
  const [built, buildId] = await Promise.all([readText(HASH_FILE), readText(path.join(BUILD_FOLDER, 'BUILD_ID'))])
  return built === null || buildId === null || built !== (await hashSources())
}

/** Builds `.next-demo`. @throws AppError with the build's last lines */
export async function buildDemo(start: StartChild): Promise<void> {
  const hash = await hashSources()
  // Types that the production build left may speak of pages that have moved since; its next run writes them anew.
  await rm(path.join('.next', 'types'), { recursive: true, force: true })
  const child = await start({
    name: 'build',
    command: process.execPath,
    args: [nextProgram(), 'build'],
    env: { ...plainEnvironment(), COUNTERSIGN_DEMO: '1', NEXT_TELEMETRY_DISABLED: '1' },
    stopSignal: 'SIGTERM',
    stopWithinSeconds: 5,
  })
  const { code, signal } = await child.exited
  if (code !== 0) {
    const why = signal === null ? `exit code ${code}` : signal
    throw new AppError('UNAVAILABLE', `The demo build failed (${why}):\n${await lastLines(child.logFile, 40)}`)
  }
  await writeFile(HASH_FILE, hash)
}

/** SHA-256 of everything that a build is made of. */
export async function hashSources(): Promise<string> {
  const files = [...FILES]
  for (const folder of FOLDERS) {
    for (const found of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
      const file = path.join(found.parentPath, found.name)
      const isPartOfBuild = !file.startsWith(path.join('lib', 'desk')) && !/\.test\.tsx?$/.test(file)
      if (found.isFile() && isPartOfBuild) files.push(file)
    }
  }
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of files.sort()) {
    const content = await readFile(file).catch(() => null)
    if (content !== null) hash.update(`\0${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function readText(file: string): Promise<string | null> {
  return await readFile(file, 'utf8').catch(() => null)
}
