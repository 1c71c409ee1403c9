import { type MigrationReport, MigrationRefused, runMigrations } from '@/db/migrate'
import { EnvError, migrateEnv } from '@/lib/env'
import { rootOf } from '@/lib/io/log'
import { EXIT_CONFIGURATION } from '@/lib/session/boot'

// Brings the database to this build's schema as its owner: exit 0, 78 with a list of what is wrong, or 1.

const print = (text: string): void => void process.stdout.write(`${text}\n`)

try {
  const { ownerUrl, appRole } = migrateEnv()
  print(
    summary(await runMigrations(ownerUrl, appRole, () => print('Another migration runs; waiting for it.')), appRole),
  )
} catch (error) {
  const isRefused = error instanceof EnvError || error instanceof MigrationRefused
  process.stderr.write(isRefused ? `${error.message}\n` : `The migration stopped half way: ${causeOf(error)}\n`)
  process.exitCode = isRefused ? EXIT_CONFIGURATION : 1
}

function summary({ database, applied, queueSteps }: MigrationReport, appRole: string): string {
  const schema = applied.length === 0 ? 'was up to date' : `had ${applied.join(', ')} applied`
  const queue = queueSteps === 0 ? 'was up to date' : `had ${queueSteps} steps applied`
  return `The database ${database} is ready for this build:
  its schema ${schema};
  its job queue ${queue};
  the role ${appRole} has exactly the rights that web and worker need.`
}

function causeOf(error: unknown): string {
  const root = rootOf(error)
  return root instanceof Error ? root.message : String(root)
}
