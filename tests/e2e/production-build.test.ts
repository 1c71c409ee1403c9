import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { DEMO_MARKER } from '@/lib/demo/marker'
import { DEMO_MEMBERS, DEMO_MNEMONIC } from '@/lib/demo/members'
import { type ChildExit, type Environment, lastLines } from '@/lib/desk/child'
import { nextProgram } from '@/lib/desk/demo-build'
import { plainEnvironment } from '@/lib/desk/environment'
import { waitUntilHealthy, waitUntilSaid } from '@/lib/desk/health'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { choosePort } from '@/lib/desk/ports'
import { openScratch, type Scratch } from '@/lib/desk/scratch'
import { findProductionBuildFaults } from '@/lib/desk/production-build'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'
import { keepBuildHash } from '@/tests/builders/production-build'
import { takeBuildLock } from '@/tests/builders/test-desk'

const desk = inject('desk')
let scratch: Scratch

beforeAll(async () => {
  scratch = await openScratch('test-production')
  const release = await takeBuildLock()
  try {
    const built = await run(['build'], {})
    expect(built.text, built.text).toContain('Compiled successfully')
    expect(built.code).toBe(0)
    await keepBuildHash()
  } finally {
    await release()
  }
})
afterAll(() => scratch.remove())

describe('the production build', () => {
  it('contains nothing of the demo kit, while the demo build does', async () => {
    const kit = [DEMO_MARKER, DEMO_MNEMONIC, ...DEMO_MEMBERS.map(({ privateKey }) => privateKey)]
    expect(await filesWith('.next-demo', [DEMO_MARKER])).not.toEqual([])
    expect(await filesWith('.next', kit)).toEqual([])
  })

  it('refuses to start on the local chain', async () => {
    const started = await run(...(await server({ 31337: [desk.chainUrl] })))
    expect(started).toMatchObject({ code: 78, signal: null })
    expect(started.text).toContain('CHAIN_RPC_URLS names 31337, a local chain: only the demo build serves it')
  })

  it('refuses to start on a database with demo members and keys that everybody knows', async () => {
    const started = await run(...(await server({ 1: ['http://127.0.0.1:9'] })))
    expect(started).toMatchObject({ code: 78, signal: null })
    expect(started.text).toContain('The database holds demo members; production refuses them')
    expect(started.text).toContain(`The database holds ${DEMO_MEMBERS[0]?.address}, whose key is public`)
  })

  it('names every missing variable and no value when its environment is incomplete', async () => {
    const [args] = await server({})
    const started = await run(args, { DATABASE_URL: desk.databaseUrl })
    expect(started).toMatchObject({ code: 78, signal: null })
    for (const name of ['APP_ORIGIN', 'CHAIN_RPC_URLS', 'NEXTAUTH_SECRET', 'SIGNATURE_KEY', 'LOG_PUBLIC_KEY'])
      expect(started.text).toContain(`${name} is missing`)
    expect(started.text).not.toContain(desk.databaseUrl)
  })
})

describe('a production desk on an empty database', () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await startTestDatabase()))
  afterAll(() => database?.drop())

  const checkpointKey = randomBytes(32)
  const shared = (): Environment => ({
    ...plainEnvironment(),
    DATABASE_URL: database.appUrl,
    APP_ORIGIN: 'https://desk.example',
    // Nobody answers there: one can still read, reject and freeze.
    CHAIN_RPC_URLS: JSON.stringify({ 1: ['http://127.0.0.1:9'] }),
    LOG_PUBLIC_KEY: logPublicKey(checkpointKey),
  })
  const web = (more: Environment): Environment => ({
    ...shared(),
    NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
    SIGNATURE_KEY: randomBytes(32).toString('base64'),
    ...more,
  })
  const npmRun = (script: string, name: string, env: Environment) =>
    scratch.book.start({
      name,
      command: 'npm',
      args: ['run', script],
      env,
      stopSignal: 'SIGTERM',
      stopWithinSeconds: 20,
    })

  it('runs as two webs and two workers at once, and each ends with 0 when it is told to', async () => {
    const ports = [(await choosePort(null)).port, (await choosePort(null)).port]
    const webs = await Promise.all(
      ports.map((port) => npmRun('start', `production-web-${port}`, web({ PORT: String(port) }))),
    )
    const workers = await Promise.all(
      ['one', 'two'].map((name) =>
        npmRun('worker', `production-worker-${name}`, {
          ...shared(),
          CHECKPOINT_KEY: checkpointKey.toString('base64'),
        }),
      ),
    )
    for (const [at, child] of webs.entries()) {
      const at127 = `http://127.0.0.1:${ports[at]}`
      await waitUntilHealthy(child, `${at127}/api/health`, 60)
      expect(await (await fetch(`${at127}/api/health`)).json()).toEqual({ ok: true, build: 'production' })
      const page = await fetch(`${at127}/sign-in`)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('desk.example')
    }
    for (const child of workers) await waitUntilSaid(child, 'The worker waits for jobs.', 60)
    for (const child of [...webs, ...workers]) {
      await child.stop()
      expect(await child.exited, child.name).toEqual({ code: 0, signal: null })
    }
    // Nothing is left behind on the ports.
    for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/api/health`)).rejects.toThrow('fetch failed')
  })

  it('is refused, with everything that is wrong, before it listens', async () => {
    const child = await npmRun(
      'start',
      'production-refused',
      web({ PORT: '0', MIGRATE_DATABASE_URL: database.ownerUrl }),
    )
    expect((await child.exited).code).toBe(78)
    const text = await lastLines(child.logFile, 20)
    expect(text).toContain('Countersign does not start:')
    expect(text).toContain('PORT must be a port, 1 to 65535')
    expect(text).toContain(
      'MIGRATE_DATABASE_URL must not be here: only npm run migrate acts as the owner of the tables',
    )
    expect(text).not.toContain('Next.js')
  })

  it('is started from the production build and no other', async () => {
    expect(await findProductionBuildFaults()).toEqual([])
    expect(await findProductionBuildFaults('.next-demo')).toEqual([
      'The build in .next-demo is not the production build: run npm run build without COUNTERSIGN_DEMO',
    ])
    expect(await findProductionBuildFaults('docs')).toEqual(['There is no production build in docs: run npm run build'])
  })
})

async function server(rpcUrls: Record<number, string[]>): Promise<[args: string[], env: Environment]> {
  const { port } = await choosePort(null)
  return [
    ['start', '-p', String(port), '-H', 'localhost'],
    {
      APP_ORIGIN: `http://localhost:${port}`,
      DATABASE_URL: desk.databaseUrl,
      CHAIN_RPC_URLS: JSON.stringify(rpcUrls),
      NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
      SIGNATURE_KEY: randomBytes(32).toString('base64'),
      LOG_PUBLIC_KEY: randomBytes(32).toString('base64'),
    },
  ]
}

/** Runs Next until it ends by itself. A server that stays up is stopped after a minute and has failed. */
async function run(args: readonly string[], env: Environment): Promise<ChildExit & { text: string }> {
  const child = await scratch.book.start({
    name: `next-${args[0]}`,
    command: process.execPath,
    args: [nextProgram(), ...args],
    env: { ...plainEnvironment(), NEXT_TELEMETRY_DISABLED: '1', ...env },
    stopSignal: 'SIGTERM',
    stopWithinSeconds: 5,
  })
  const timer = setTimeout(() => void child.stop(), args[0] === 'build' ? 280_000 : 60_000)
  const exit = await child.exited
  clearTimeout(timer)
  return { ...exit, text: await lastLines(child.logFile, 80) }
}

async function filesWith(folder: string, needles: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (!entry.isFile() || file.startsWith(path.join(folder, 'cache'))) continue
    const text = await readFile(file, 'latin1')
    if (needles.some((needle) => text.includes(needle))) found.push(file)
  }
  return found
}
