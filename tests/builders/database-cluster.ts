import { runMigrations } from '@/db/migrate'
import { createDatabase, type ClusterAccess } from '@/lib/desk/databases'
import { startPostgres } from '@/lib/desk/postgres'
import { openScratch } from '@/lib/desk/scratch'

/** Migrated and then left alone: a database with open connections cannot be copied. */
export const TEMPLATE = 'countersign_template'

export type TestCluster = { access: ClusterAccess; stop: () => Promise<void> }

/**
 * A PostgreSQL cluster with a migrated template, gone when stopped. It does not wait for the disk: a crash may cost
 * test data.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const scratch = await openScratch('test-database')
  try {
    const { access } = await startPostgres({
      stateFolder: scratch.folder,
      start: scratch.book.start,
      isDurable: false,
      wantedPort: null,
    })
    const { ownerUrl } = await createDatabase(access, TEMPLATE)
    await runMigrations(ownerUrl)
    return { access, stop: scratch.remove }
  } catch (error) {
    await scratch.remove()
    throw error
  }
}
