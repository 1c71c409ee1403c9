import 'server-only'
import { env, EnvError } from '@/lib/env'
import { findBuildFaults, findDatabaseFaults } from '@/lib/session/boot-faults'
import { findLogKeyFaults } from '@/lib/session/log-key-faults'
import { deps } from '@/lib/session/deps'

/** EX_CONFIG of sysexits: a supervisor need not try again. */
const EXIT_CONFIGURATION = 78

/** Ends the process with a list of what is wrong, or returns when nothing is (SPEC §9). */
export async function boot(): Promise<void> {
  const faults = await findFaults()
  if (faults.length === 0) return
  process.stderr.write(`Countersign does not start:\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
  process.exit(EXIT_CONFIGURATION)
}

async function findFaults(): Promise<readonly string[]> {
  const isDemoBuild = process.env.COUNTERSIGN_DEMO === '1'
  try {
    const faults = findBuildFaults(env(), isDemoBuild)
    if (faults.length > 0) return faults
    const { db, logPublicKey } = deps()
    const databaseFaults = await findDatabaseFaults(db, isDemoBuild)
    return databaseFaults.length > 0 ? databaseFaults : await findLogKeyFaults(db, logPublicKey)
  } catch (error) {
    if (error instanceof EnvError) return error.faults
    throw error
  }
}
