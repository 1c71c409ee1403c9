import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase, type DatabaseUrls } from '@/lib/desk/databases'
import { startTestCluster, TEMPLATE } from '@/tests/builders/database-cluster'

export type TestDatabase = DatabaseUrls & { drop: () => Promise<void> }

/**
 * A migrated database of its own for one suite: `beforeAll(async () => (database = await startTestDatabase()))`,
 * `afterAll(() => database.drop())`. It comes from the run's cluster, or from one of its own where the run has none.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const shared = inject('cluster')
  const own = shared === undefined ? await startTestCluster() : null
  const access = own?.access ?? shared
  const name = `suite_${randomBytes(6).toString('hex')}`
  const urls = await createDatabase(access, name, TEMPLATE)
  const drop = async (): Promise<void> => {
    await dropDatabase(access, name)
    await own?.stop()
  }
  return { ...urls, drop }
}
