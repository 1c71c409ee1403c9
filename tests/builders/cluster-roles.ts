import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { asAdmin, createDatabase, dropDatabase, type DatabaseUrls } from '@/lib/desk/databases'
import { ADMIN_ROLE } from '@/lib/desk/postgres-data'

export type EmptyDatabase = DatabaseUrls & { name: string; adminUrl: string; drop: () => Promise<void> }

/** A database of the run's cluster that was never migrated. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const access = inject('cluster')
  const name = `empty_${randomBytes(6).toString('hex')}`
  const urls = await createDatabase(access, name)
  const adminUrl = `postgres://${ADMIN_ROLE}:${access.secrets.admin}@127.0.0.1:${access.port}/${name}`
  return { ...urls, name, adminUrl, drop: () => dropDatabase(access, name) }
}

/** One or more statements as the cluster's administrator, in the database of the administrator. */
export async function inCluster(sql: string): Promise<void> {
  await asAdmin(inject('cluster'), (client) => client.query(sql))
}

export type ClusterRole = { name: string; urlOf: (appUrl: string) => string; drop: () => Promise<void> }

/** A role of the run's cluster beside its two. @param rights as in CREATE ROLE, such as SUPERUSER or IN ROLE x */
export async function createClusterRole(rights: string): Promise<ClusterRole> {
  const name = `role_${randomBytes(6).toString('hex')}`
  await inCluster(`CREATE ROLE ${name} LOGIN PASSWORD 'test' ${rights}`)
  return {
    name,
    urlOf: (appUrl) => {
      const url = new URL(appUrl)
      url.username = name
      url.password = 'test'
      return url.href
    },
    drop: () => inCluster(`DROP ROLE ${name}`),
  }
}
