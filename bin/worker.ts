import { openDb } from '@/db/client'
import { EnvError, type WorkerEnv, workerEnv } from '@/lib/env'
import { startJobs } from '@/lib/desk/jobs-runner'
import { checkpointSigner, provideCheckpointSigner } from '@/lib/flows/checkpoint-signer'
import { createOutbox } from '@/lib/io/create-outbox'
import { createIo } from '@/lib/io/io'
import { EXIT_CONFIGURATION } from '@/lib/session/boot'
import { logNodes } from '@/lib/session/log-nodes'
import { findStartFaults } from '@/lib/session/start-faults'

const environment = readEnvironment()
const db = openDb(environment.databaseUrl)
provideCheckpointSigner(environment.checkpointKey)
refuse(signerFaults(environment))
refuse(await findStartFaults(environment, db, process.env.COUNTERSIGN_DEMO === '1'))

const io = createIo({
  rpcUrls: environment.chainRpcUrls,
  signatureKey: null,
  listEndpoints: environment.listEndpoints,
  outbox: createOutbox(environment.outbox, environment.appOrigin),
})
const jobs = await startJobs(
  { db, io, origin: environment.appOrigin, logPublicKey: environment.logPublicKey },
  environment.databaseUrl,
)
process.stdout.write('The worker waits for jobs.\n')
void logNodes(io, [...environment.chainRpcUrls.keys()])

let isStopping = false
const stop = (): void => {
  if (isStopping) return
  isStopping = true
  void jobs.stop()
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
// A launcher that was killed outright closes its channel.
process.on('disconnect', stop)

await jobs.ended
await db.$client.end()
process.stdout.write('The worker stopped.\n')
process.exit(isStopping ? 0 : 1)

function readEnvironment(): WorkerEnv {
  try {
    return workerEnv()
  } catch (error) {
    if (error instanceof EnvError) refuse(error.faults)
    throw error
  }
}

// Signatures that nobody checks with this key's other half would stop every hand-over.
function signerFaults({ logPublicKey }: WorkerEnv): string[] {
  return checkpointSigner()?.publicKey === logPublicKey ? [] : ['LOG_PUBLIC_KEY does not belong to CHECKPOINT_KEY']
}

function refuse(faults: readonly string[]): void {
  if (faults.length === 0) return
  process.stderr.write(`The worker does not start:\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
  process.exit(EXIT_CONFIGURATION)
}
