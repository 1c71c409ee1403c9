import { rm } from 'node:fs/promises'
import { preparePostgresBinaries } from '@/lib/desk/postgres-binaries'
import { postgresFolder } from '@/lib/desk/postgres-data'
import { emptyStateFolder } from '@/lib/desk/state-folder'

/**
 * Erases everything a desk keeps: database, chain, secrets, logs. The caller holds the desk's lock and has ended its
 * processes.
 * @param kept names in the state folder that stay, such as the lock
 */
export async function resetDesk(stateFolder: string, kept: readonly string[]): Promise<void> {
  const folder = postgresFolder(stateFolder, await preparePostgresBinaries())
  await rm(folder, { recursive: true, force: true })
  await emptyStateFolder(stateFolder, kept)
}
