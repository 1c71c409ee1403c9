import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { local } from '@/lib/chains/local'
import type { Environment } from '@/lib/desk/child'
import { newSecret, readJson, writeJson } from '@/lib/desk/state-folder'

const secrets = z.object({ session: z.string(), signatures: z.string(), checkpoints: z.string() })
/** 256-bit secrets of one desk, made on first start and kept in its state folder. */
export type DeskSecrets = z.infer<typeof secrets>

export type DeskPlaces = { appUrl: string; chainUrl: string; webUrl: string }

/** The desk's secrets, made when there are none. They must outlive a restart: stored signatures are encrypted. */
export async function openSecrets(stateFolder: string): Promise<DeskSecrets> {
  const file = path.join(stateFolder, 'secrets.json')
  const known = await readJson(file, secrets)
  if (known !== null) return known
  const made = { session: newSecret(), signatures: newKey(), checkpoints: newKey() }
  await writeJson(file, made)
  return made
}

/** 32 bytes as lib/env.ts reads them. */
function newKey(): string {
  return randomBytes(32).toString('base64')
}

/** What the web process gets (lib/env.ts), and nothing of the caller's environment but what Node needs to run. */
export function webEnvironment(places: DeskPlaces, known: DeskSecrets): Environment {
  return { ...sharedEnvironment(places, known), NEXTAUTH_SECRET: known.session, SIGNATURE_KEY: known.signatures }
}

/** What the worker gets: it alone holds the key that signs the log's checkpoints (SPEC §8). */
export function workerEnvironment(places: DeskPlaces, known: DeskSecrets): Environment {
  return { ...sharedEnvironment(places, known), CHECKPOINT_KEY: known.checkpoints }
}

/** The few variables every program needs. */
export function plainEnvironment(): Environment {
  const environment: Environment = { NODE_ENV: 'production' }
  for (const name of ['PATH', 'HOME', 'LANG', 'TMPDIR']) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}

function sharedEnvironment(places: DeskPlaces, known: DeskSecrets): Environment {
  return {
    ...plainEnvironment(),
    COUNTERSIGN_DEMO: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    APP_ORIGIN: places.webUrl,
    DATABASE_URL: places.appUrl,
    LOG_PUBLIC_KEY: logPublicKey(Buffer.from(known.checkpoints, 'base64')),
    CHAIN_RPC_URLS: JSON.stringify({ [local.id]: [places.chainUrl] }),
  }
}
