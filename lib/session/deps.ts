import 'server-only'
import { openDb } from '@/db/client'
import { env } from '@/lib/env'
import type { Deps } from '@/lib/flows/run-flow'
import { createIo } from '@/lib/io/io'

// One pool a process: the bundler may give pages, routes and start-up code a copy of this module each.
const held: { [key: symbol]: Deps | undefined } = globalThis
const KEY = Symbol.for('countersign/deps')

/** What every call of the web process shares: database, outside world, own origin. Opened on first use. @throws EnvError */
export function deps(): Deps {
  const { databaseUrl, appOrigin, chainRpcUrls, signatureKey, logPublicKey, abis, listEndpoints } = env()
  held[KEY] ??= {
    db: openDb(databaseUrl),
    io: createIo({ rpcUrls: chainRpcUrls, signatureKey, abis, listEndpoints }),
    origin: appOrigin,
    logPublicKey,
  }
  return held[KEY]
}
