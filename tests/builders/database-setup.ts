import type { TestProject } from 'vitest/node'
import { startTestCluster } from '@/tests/builders/database-cluster'
import type { ClusterAccess } from '@/lib/desk/databases'

declare module 'vitest' {
  interface ProvidedContext {
    cluster: ClusterAccess
  }
}

/** vitest globalSetup: one cluster for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  project.provide('cluster', cluster.access)
  return cluster.stop
}
