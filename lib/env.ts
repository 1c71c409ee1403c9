import 'server-only'
import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { isLoopback } from '@/lib/core/loopback'
import { listEndpointsShape } from '@/lib/env/list-endpoints'
import { outboxFaults, outboxOf, outboxShape } from '@/lib/env/outbox'
import { browserRpcUrls, chainsNamedTwice, namedTwice, parseRpcUrls } from '@/lib/env/rpc-urls'
import type { OutboxSettings } from '@/lib/io/outbox'

/** Names as the process got them; `NAME_FILE` names a file that holds the value. */
export type EnvSource = Readonly<Record<string, string | undefined>>

/** What is wrong with the environment: each variable by name, never a value. */
export class EnvError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The environment is not complete:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'EnvError'
  }
}

const base64Key = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]{43}=?$/, 'must be 32 bytes in base64 or base64url')
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))

const shared = {
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'must be a postgres:// URL'),
  APP_ORIGIN: z.string().refine(isOrigin, 'must be an origin such as https://desk.example; http only for localhost'),
  CHAIN_RPC_URLS: z.string().transform((text, context) => {
    const parsed = parseRpcUrls(text)
    const twice = parsed === null ? [] : chainsNamedTwice(parsed)
    if (parsed !== null && twice.length === 0) return parsed
    context.addIssue(
      parsed === null
        ? 'must be JSON such as {"1":["https://rpc.example"]}, with ids of chains that this desk knows'
        : namedTwice(twice),
    )
    return z.NEVER
  }),
  LOG_PUBLIC_KEY: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be the base64 of 32 bytes'),
  LIST_ENDPOINTS: listEndpointsShape,
}
const webSchema = z.object({
  ...shared,
  NEXTAUTH_SECRET: z.string().min(43, 'must be at least 43 characters'),
  SIGNATURE_KEY: base64Key,
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'must be the name of a header that the proxy in front sets')
    .optional(),
  ABI_FOLDER: z.string().refine(isAbsolute, 'must be the absolute path of a folder').optional(),
  METRICS_TOKEN: z.string().min(32, 'must be at least 32 characters').optional(),
  BROWSER_RPC_URLS: browserRpcUrls.optional(),
  SOURCIFY_URL: z.string().refine(isSourceUrl, 'must be an https:// URL; http only for this machine').optional(),
})
const workerSchema = z.object({ ...shared, CHECKPOINT_KEY: base64Key, ...outboxShape })
const setupSchema = z.object({
  DATABASE_URL: shared.DATABASE_URL,
  APP_ORIGIN: shared.APP_ORIGIN,
  LOG_PUBLIC_KEY: shared.LOG_PUBLIC_KEY,
})
const restoreSchema = z.object({
  MIGRATE_DATABASE_URL: shared.DATABASE_URL,
  BACKUP_PASSPHRASE: z.string().min(20, 'must be at least 20 characters'),
})
const backupSchema = restoreSchema.extend({
  SIGNATURE_KEY: z.string().min(1),
  CHECKPOINT_KEY: z.string().min(1),
  NEXTAUTH_SECRET: z.string().min(1),
})
const migrateSchema = z.object({
  MIGRATE_DATABASE_URL: shared.DATABASE_URL,
  APP_DATABASE_ROLE: z.string().max(63, 'must be the name of a role').default('countersign_app'),
})
const listenSchema = z.object({
  // A proxy that ends TLS stands in front, so nobody else needs to reach it.
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be an address of this machine, such as 127.0.0.1')
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'must be a port, 1 to 65535')
    .refine((text) => Number(text) <= 65_535, 'must be a port, 1 to 65535')
    .default('3000'),
})

/** Names that each process reads, for whoever writes them down elsewhere. */
export const ENV_NAMES = {
  ...{ web: Object.keys({ ...webSchema.shape, ...listenSchema.shape }), worker: Object.keys(workerSchema.shape) },
  ...{ migrate: Object.keys(migrateSchema.shape), vault: Object.keys(backupSchema.shape) },
}

/** What a process must not hold, with the reason: whoever breaks into one must not get what the others guard (SPEC §8). */
const FOREIGN_TO_WEB = {
  CHECKPOINT_KEY: 'only the worker signs checkpoints',
  MIGRATE_DATABASE_URL: 'only npm run migrate acts as the owner of the tables',
  SMTP_URL: 'only the worker sends notices',
  WEBHOOK_SECRET: 'only the worker sends notices',
}
const FOREIGN_TO_WORKER = {
  MIGRATE_DATABASE_URL: FOREIGN_TO_WEB.MIGRATE_DATABASE_URL,
  SIGNATURE_KEY: 'only the web process opens stored signatures',
  NEXTAUTH_SECRET: 'only the web process keeps sessions',
}

export type SharedEnv = {
  readonly databaseUrl: string
  readonly appOrigin: string
  /** Chain id → RPC URLs, the first asked first. */
  readonly chainRpcUrls: ReadonlyMap<number, readonly string[]>
  /** Base64 of the Ed25519 key that belongs to the worker's CHECKPOINT_KEY. */
  readonly logPublicKey: string
  /** Beginnings of URLs that lists may be fetched from though they are not public. */
  readonly listEndpoints: readonly string[]
  /** As the process was started; boot compares it with the constant of the build. */
  readonly isDemo: boolean
}
export type WebEnv = SharedEnv & {
  readonly nextAuthSecret: string
  readonly signatureKey: Uint8Array
  /** Header in which the proxy in front names the client; null when there is none, and no client can be told apart. */
  readonly clientAddressHeader: string | null
  /** Who may read /api/metrics shows it; null: nobody may. */
  readonly metricsToken: string | null
  /** Chain id → RPC URLs that browsers ask themselves, so that no answer passes through the desk. No keys: pages hold them. */
  readonly browserRpcUrls: ReadonlyMap<number, readonly string[]>
  /** Where ABIs of contracts that the desk does not know may come from; null asks nobody. */
  readonly abis: { readonly folder: string | null; readonly sourcifyUrl: string | null }
}
export type WorkerEnv = SharedEnv & { readonly checkpointKey: Uint8Array; readonly outbox: OutboxSettings }
export type MigrateEnv = {
  /** postgres:// URL of the role that owns the tables. */
  readonly ownerUrl: string
  /** Role that web and worker log in as. */
  readonly appRole: string
}
export type ListenEnv = { readonly host: string; readonly port: number }

let web: WebEnv | undefined
let worker: WorkerEnv | undefined

/** The web process's environment, read once and on first use, so that a build needs no secret. @throws EnvError */
export function env(): WebEnv {
  web ??= readWebEnv(process.env)
  // next-auth takes its own address from here and nowhere else, so no Host header can move it.
  process.env.NEXTAUTH_URL = `${web.appOrigin}/api/auth`
  return web
}

/** The worker's environment. @throws EnvError */
export function workerEnv(): WorkerEnv {
  worker ??= readWorkerEnv(process.env)
  return worker
}

/** The environment of `npm run migrate`. @throws EnvError */
export function migrateEnv(): MigrateEnv {
  return readMigrateEnv(process.env)
}

/** The environment of `countersign bootstrap`. @throws EnvError */
export function setupEnv(): Pick<SharedEnv, 'databaseUrl' | 'appOrigin' | 'logPublicKey'> {
  const read = readSchema(setupSchema, process.env, [])
  return { databaseUrl: read.DATABASE_URL, appOrigin: read.APP_ORIGIN, logPublicKey: read.LOG_PUBLIC_KEY }
}

export type RestoreEnv = { readonly ownerUrl: string; readonly passphrase: string }
export type BackupEnv = RestoreEnv & {
  /** As they stand in the environment: a backup keeps them and uses none. */
  readonly keys: Readonly<Record<'SIGNATURE_KEY' | 'CHECKPOINT_KEY' | 'NEXTAUTH_SECRET', string>>
}

/** The environment of `countersign backup`, the one place where all secrets meet. @throws EnvError */
export function backupEnv(): BackupEnv {
  const { MIGRATE_DATABASE_URL, BACKUP_PASSPHRASE, ...keys } = readSchema(backupSchema, process.env, [])
  return { ownerUrl: MIGRATE_DATABASE_URL, passphrase: BACKUP_PASSPHRASE, keys }
}

/** The environment of `countersign restore`. @throws EnvError */
export function restoreEnv(): RestoreEnv {
  const read = readSchema(restoreSchema, process.env, [])
  return { ownerUrl: read.MIGRATE_DATABASE_URL, passphrase: read.BACKUP_PASSPHRASE }
}

/** Where `npm run start` listens. @throws EnvError */
export function listenEnv(): ListenEnv {
  return readListenEnv(process.env)
}

/** @throws EnvError naming every wrong variable, also those that only another process may hold (SPEC §8) */
export function readWebEnv(source: EnvSource): WebEnv {
  const read = readSchema(webSchema, source, foreignFaults(source, FOREIGN_TO_WEB))
  return {
    ...sharedOf(read, source),
    nextAuthSecret: read.NEXTAUTH_SECRET,
    signatureKey: read.SIGNATURE_KEY,
    clientAddressHeader: read.CLIENT_ADDRESS_HEADER ?? null,
    metricsToken: read.METRICS_TOKEN ?? null,
    browserRpcUrls: read.BROWSER_RPC_URLS ?? new Map(),
    abis: { folder: read.ABI_FOLDER ?? null, sourcifyUrl: read.SOURCIFY_URL ?? null },
  }
}

/** @throws EnvError naming every wrong variable, also those that only another process may hold (SPEC §8) */
export function readWorkerEnv(source: EnvSource): WorkerEnv {
  const faults = [...foreignFaults(source, FOREIGN_TO_WORKER), ...outboxFaults((name) => isGiven(name, source))]
  const read = readSchema(workerSchema, source, faults)
  return { ...sharedOf(read, source), checkpointKey: read.CHECKPOINT_KEY, outbox: outboxOf(read) }
}

/** @throws EnvError naming every wrong variable */
export function readMigrateEnv(source: EnvSource): MigrateEnv {
  const read = readSchema(migrateSchema, source, [])
  return { ownerUrl: read.MIGRATE_DATABASE_URL, appRole: read.APP_DATABASE_ROLE }
}

/** @throws EnvError naming every wrong variable */
export function readListenEnv(source: EnvSource): ListenEnv {
  const read = readSchema(listenSchema, source, [])
  return { host: read.HOST, port: Number(read.PORT) }
}

function foreignFaults(source: EnvSource, foreign: Readonly<Record<string, string>>): string[] {
  return Object.entries(foreign).flatMap(([name, why]) =>
    isGiven(name, source) ? [`${name} must not be here: ${why}`] : [],
  )
}

const isGiven = (name: string, source: EnvSource) => source[name] !== undefined || source[`${name}_FILE`] !== undefined

function sharedOf(read: z.output<z.ZodObject<typeof shared>>, source: EnvSource): SharedEnv {
  return {
    databaseUrl: read.DATABASE_URL,
    appOrigin: read.APP_ORIGIN,
    chainRpcUrls: read.CHAIN_RPC_URLS,
    logPublicKey: read.LOG_PUBLIC_KEY,
    listEndpoints: read.LIST_ENDPOINTS ?? [],
    isDemo: source[DEMO_SWITCH] === '1',
  }
}

// Not written as a member of process.env: the build would put its own constant here.
const DEMO_SWITCH = 'COUNTERSIGN_DEMO'

function readSchema<Schema extends z.ZodObject>(
  schema: Schema,
  source: EnvSource,
  more: readonly string[],
): z.output<Schema> {
  const faults = [...more]
  const given: Record<string, string | undefined> = {}
  for (const name of Object.keys(schema.shape)) {
    const value = readVariable(name, source)
    if (typeof value === 'object') faults.push(value.fault)
    else given[name] = value
  }
  const parsed = schema.safeParse(given)
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0])
    if (faults.some((fault) => fault.startsWith(`${name} `))) continue
    faults.push(given[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`)
  }
  if (!parsed.success || faults.length > 0) throw new EnvError(faults)
  return parsed.data
}

function readVariable(name: string, source: EnvSource): string | undefined | { fault: string } {
  const value = source[name] === '' ? undefined : source[name]
  const file = source[`${name}_FILE`]
  if (!file) return value
  if (value !== undefined) return { fault: `${name} is given twice, also as ${name}_FILE` }
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault'
    return { fault: `${name} cannot be read from the file in ${name}_FILE (${code})` }
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (
    url.origin === text && (url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'))
  )
}

function isSourceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (username + password + search + hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}
