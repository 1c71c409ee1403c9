import 'server-only'
import { env, EnvError } from '@/lib/env'
import { deps } from '@/lib/session/deps'
import { logNodes } from '@/lib/session/log-nodes'
import { findStartFaults } from '@/lib/session/start-faults'

/** EX_CONFIG of sysexits: a supervisor need not try again. */
export const EXIT_CONFIGURATION = 78

/** Ends the process with a list of what is wrong, or returns when nothing is (SPEC §9). */
export async function boot(): Promise<void> {
  endOn(await findWebFaults(process.env.COUNTERSIGN_DEMO === '1'))
  // Nobody waits for it: a slow node would keep the desk closed.
  void logNodes(deps().io, [...env().chainRpcUrls.keys()])
}

/** Prints the list and ends the process; returns when the list is empty. */
export function endOn(faults: readonly string[]): void {
  if (faults.length === 0) return
  process.stderr.write(`Countersign does not start:\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
  process.exit(EXIT_CONFIGURATION)
}

/** Why the web process may not start, one sentence each. @param isDemoBuild which of the two builds is meant */
export async function findWebFaults(isDemoBuild: boolean): Promise<readonly string[]> {
  try {
    const read = env()
    return await findStartFaults(read, deps().db, isDemoBuild)
  } catch (error) {
    if (error instanceof EnvError) return error.faults
    throw error
  }
}
