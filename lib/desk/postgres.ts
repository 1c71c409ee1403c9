import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@/lib/core/errors'
import { lastLines, type Child, type StartChild } from '@/lib/desk/child'
import { asAdmin, createDatabase, createRoles, type ClusterAccess, type DatabaseUrls } from '@/lib/desk/databases'
import { choosePort } from '@/lib/desk/ports'
import { preparePostgresBinaries, type PostgresBinaries } from '@/lib/desk/postgres-binaries'
import { openPostgresData, type PostgresSecrets } from '@/lib/desk/postgres-data'

const START_SECONDS = 60
// A test cluster may lose everything in a crash: it is made anew each time.
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=4GB']

export type PostgresOptions = {
  stateFolder: string
  start: StartChild
  /** Commits wait for the disk. Only tests turn this off. */
  isDurable: boolean
  /** The port of the last run, so that open tools keep working; null takes any. */
  wantedPort: number | null
}

export type Postgres = DatabaseUrls & {
  access: ClusterAccess
  port: number
  /** Where the data lies, which is outside the state folder when the desk runs as root. */
  dataFolder: string
  isNew: boolean
  child: Child
  /** Fast shutdown: open transactions roll back, everything committed is on disk. */
  stop: () => Promise<void>
}

/**
 * Starts the embedded PostgreSQL on loopback with random passwords, two roles and the database `countersign`. Data
 * left by a killed server is recovered by PostgreSQL itself.
 * @throws AppError with the server's last lines when it does not come up
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await preparePostgresBinaries()
  const opened = await openPostgresData(options.stateFolder, binaries, options.isDurable)
  const { child, port } = await startServer(options, binaries, opened.dataFolder, opened.secrets)
  const access: ClusterAccess = { port, secrets: opened.secrets }
  await createRoles(access)
  const urls = await createDatabase(access, 'countersign')
  return { ...urls, access, port, dataFolder: opened.dataFolder, isNew: opened.isNew, child, stop: child.stop }
}

async function startServer(
  options: PostgresOptions,
  binaries: PostgresBinaries,
  dataFolder: string,
  secrets: PostgresSecrets,
): Promise<{ child: Child; port: number }> {
  const deadline = performance.now() + START_SECONDS * 1000
  let wantedPort = options.wantedPort
  for (;;) {
    const { port } = await choosePort(wantedPort)
    const child = await options.start({
      name: 'postgres',
      command: path.join(binaries.binFolder, 'postgres'),
      args: ['-D', dataFolder, ...settings(port, options.isDurable).flatMap((setting) => ['-c', setting])],
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      cwd: path.dirname(dataFolder),
      ...(binaries.asUser === null ? {} : { user: binaries.asUser.user }),
      stopSignal: 'SIGINT',
      stopWithinSeconds: 30,
    })
    if (await isReady(child, { port, secrets }, deadline)) return { child, port }
    const lines = await lastLines(child.logFile)
    // The children of a killed server need a moment to notice; a port may be taken between the look and the start.
    const isPassing = /shared memory block|already in use|could not bind|lock file .* already exists/i.test(lines)
    if (!isPassing || performance.now() > deadline)
      throw new AppError('UNAVAILABLE', `PostgreSQL does not start:\n${lines}`)
    wantedPort = null
    await sleep(300)
  }
}

function settings(port: number, isDurable: boolean): string[] {
  return [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    // No socket file: loopback with a password is the only way in, and socket paths have a length limit.
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_line_prefix=%m [%p] ',
    'max_wal_senders=0',
    'wal_level=minimal',
    ...(isDurable ? [] : NOT_DURABLE),
  ]
}

async function isReady(child: Child, access: ClusterAccess, deadline: number): Promise<boolean> {
  while (!child.hasExited()) {
    const problem = await asAdmin(access, (client) => client.query('SELECT 1')).then(
      () => null,
      (error: Error & { code?: string }) => error,
    )
    if (problem === null) return true
    // 28P01: a server that does not know our password is not ours.
    if (problem.code === '28P01') {
      await child.stop()
      throw new AppError('UNAVAILABLE', 'PostgreSQL refuses the password kept in the state folder. Start with --reset.')
    }
    if (performance.now() > deadline) {
      await child.stop()
      throw new AppError('UNAVAILABLE', `PostgreSQL does not answer within ${START_SECONDS} s.`)
    }
    await sleep(20)
  }
  return false
}
