import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { hashSources, nextProgram } from '@/lib/desk/demo-build'
import { plainEnvironment } from '@/lib/desk/environment'
import { findProductionBuildFaults } from '@/lib/desk/production-build'
import { takeBuildLock } from '@/tests/builders/test-desk'

// Next empties its folder at each build, so a hash that stands there is of the build that stands there.
const HASH_FILE = path.join('.next', 'countersign-sources')

/** Builds for production, unless exactly these sources are built already. */
export async function buildProductionOnce(): Promise<void> {
  const release = await takeBuildLock()
  try {
    const hash = await hashSources()
    const built = await readFile(HASH_FILE, 'utf8').catch(() => null)
    if (built === hash && (await findProductionBuildFaults()).length === 0) return
    await build()
    await writeFile(HASH_FILE, hash)
  } finally {
    await release()
  }
}

/** Says that the build which stands there is of these sources. */
export const keepBuildHash = async (): Promise<void> => writeFile(HASH_FILE, await hashSources())

async function build(): Promise<void> {
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'production', ...plainEnvironment(), NEXT_TELEMETRY_DISABLED: '1' }
  await promisify(execFile)(process.execPath, [nextProgram(), 'build'], { env, maxBuffer: 2 ** 24 })
}
