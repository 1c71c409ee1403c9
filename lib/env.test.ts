import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { EnvError, type EnvSource, readListenEnv, readMigrateEnv, readWebEnv, readWorkerEnv } from './env'

const key = Buffer.alloc(32, 7).toString('base64')
const good: EnvSource = {
  DATABASE_URL: 'postgres://app:secret@localhost:5432/desk',
  APP_ORIGIN: 'https://desk.example',
  NEXTAUTH_SECRET: 's'.repeat(43),
  SIGNATURE_KEY: key,
  LOG_PUBLIC_KEY: key,
  CHAIN_RPC_URLS: '{"1":["https://rpc.example"],"31337":["http://127.0.0.1:8545"]}',
}
const { NEXTAUTH_SECRET: _secret, SIGNATURE_KEY: _key, ...both } = good
const goodWorker: EnvSource = { ...both, CHECKPOINT_KEY: key }

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof EnvError) return error.faults
    throw error
  }
}
const webFaults = (change: EnvSource) => faultsOf(() => readWebEnv({ ...good, ...change }))

describe('the environment', () => {
  it('is read into values', () => {
    const read = readWebEnv({ ...good, COUNTERSIGN_DEMO: '1' })
    expect(read).toMatchObject({ appOrigin: 'https://desk.example', isDemo: true })
    expect(read.signatureKey).toHaveLength(32)
    expect(read.logPublicKey).toBe(key)
    expect(read.chainRpcUrls.get(31337)).toEqual(['http://127.0.0.1:8545'])
    expect(readWebEnv(good).isDemo).toBe(false)
  })

  it('lists every wrong variable by name and no value', () => {
    const faults = webFaults({ DATABASE_URL: 'mysql://hidden', NEXTAUTH_SECRET: 'tooshort', SIGNATURE_KEY: undefined })
    expect(faults).toEqual([
      'DATABASE_URL must be a postgres:// URL',
      'NEXTAUTH_SECRET must be at least 43 characters',
      'SIGNATURE_KEY is missing',
    ])
  })

  it.each([
    ['http://desk.example', false],
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', false],
    ['https://desk.example/', false],
    ['https://desk.example:8443', true],
  ])('takes %s as its origin: %s', (origin, isGood) => {
    expect(webFaults({ APP_ORIGIN: origin })).toHaveLength(isGood ? 0 : 1)
  })

  it.each(['{}', 'not json', '{"1":[]}', '{"1":["ftp://x"]}', '{"424242":["https://x.example"]}'])(
    'refuses chains given as %s',
    (text) => expect(webFaults({ CHAIN_RPC_URLS: text })[0]).toMatch(/^CHAIN_RPC_URLS must be JSON/),
  )

  it.each([
    ['https://rpc.example/key', 'https://rpc.example/other'],
    ['https://rpc.example:8545', 'http://RPC.example.:9545'],
    ['http://127.0.0.1:8545', 'http://127.0.0.1:8545/'],
  ])('refuses %s and %s as two nodes of a chain, naming neither', (one, other) => {
    expect(webFaults({ CHAIN_RPC_URLS: JSON.stringify({ 1: [one, other] }) })).toEqual([
      'CHAIN_RPC_URLS names one host twice for chain 1: a second node counts only from another party',
    ])
    expect(webFaults({ BROWSER_RPC_URLS: JSON.stringify({ 1: [one, other] }) })).toEqual([
      'BROWSER_RPC_URLS names one host twice for chain 1: a second node counts only from another party',
    ])
  })

  it.each([
    ['https://rpc.example', 'https://rpc.other.example'],
    ['http://127.0.0.1:8545', 'http://127.0.0.1:8546'],
  ])('takes %s and %s as two nodes of a chain', (one, other) => {
    expect(webFaults({ CHAIN_RPC_URLS: JSON.stringify({ 1: [one, other], 31337: [one] }) })).toEqual([])
    expect(webFaults({ BROWSER_RPC_URLS: JSON.stringify({ 1: [one, other] }) })).toEqual([])
  })

  it('knows the header of a proxy in front only when it is named', () => {
    expect(readWebEnv(good).clientAddressHeader).toBeNull()
    expect(readWebEnv({ ...good, CLIENT_ADDRESS_HEADER: 'X-Real-IP' }).clientAddressHeader).toBe('X-Real-IP')
    expect(webFaults({ CLIENT_ADDRESS_HEADER: 'x real ip' })).toEqual([
      'CLIENT_ADDRESS_HEADER must be the name of a header that the proxy in front sets',
    ])
  })

  it('asks for ABIs only where it is told to, over a line that nobody else reads', () => {
    expect(readWebEnv(good).abis).toEqual({ folder: null, sourcifyUrl: null })
    const told = { ABI_FOLDER: '/srv/abis', SOURCIFY_URL: 'https://sourcify.example/server' }
    expect(readWebEnv({ ...good, ...told }).abis).toEqual({ folder: told.ABI_FOLDER, sourcifyUrl: told.SOURCIFY_URL })
    expect(webFaults({ SOURCIFY_URL: 'http://127.0.0.1:5555' })).toEqual([])
    const refused = ['http://sourcify.example', 'https://a:b@sourcify.example', 'https://s.example?key=1', 'nonsense']
    for (const url of refused)
      expect(webFaults({ SOURCIFY_URL: url })).toEqual([
        'SOURCIFY_URL must be an https:// URL; http only for this machine',
      ])
    expect(webFaults({ ABI_FOLDER: 'abis' })).toEqual(['ABI_FOLDER must be the absolute path of a folder'])
  })

  it('shows metrics only to who has a token that nobody guesses', () => {
    expect(readWebEnv(good).metricsToken).toBeNull()
    expect(readWebEnv({ ...good, METRICS_TOKEN: 'm'.repeat(32) }).metricsToken).toBe('m'.repeat(32))
    expect(webFaults({ METRICS_TOKEN: 'short' })).toEqual(['METRICS_TOKEN must be at least 32 characters'])
  })

  it('takes a value from the file that NAME_FILE names, and not both', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'env-')), 'secret')
    writeFileSync(file, `${'f'.repeat(50)}\n`)
    const change = { NEXTAUTH_SECRET: undefined, NEXTAUTH_SECRET_FILE: file }
    expect(readWebEnv({ ...good, ...change }).nextAuthSecret).toBe('f'.repeat(50))
    expect(webFaults({ NEXTAUTH_SECRET_FILE: file })).toEqual([
      'NEXTAUTH_SECRET is given twice, also as NEXTAUTH_SECRET_FILE',
    ])
    expect(webFaults({ NEXTAUTH_SECRET: undefined, NEXTAUTH_SECRET_FILE: '/nowhere/secret' })).toEqual([
      'NEXTAUTH_SECRET cannot be read from the file in NEXTAUTH_SECRET_FILE (ENOENT)',
    ])
  })

  it('asks both processes for the key that the log is checked with', () => {
    expect(webFaults({ LOG_PUBLIC_KEY: undefined })).toEqual(['LOG_PUBLIC_KEY is missing'])
    expect(webFaults({ LOG_PUBLIC_KEY: 'short' })).toEqual(['LOG_PUBLIC_KEY must be the base64 of 32 bytes'])
    const { LOG_PUBLIC_KEY: _key, ...worker } = goodWorker
    expect(faultsOf(() => readWorkerEnv(worker))).toEqual(['LOG_PUBLIC_KEY is missing'])
  })

  it.each([
    ['CHECKPOINT_KEY', 'only the worker signs checkpoints'],
    ['MIGRATE_DATABASE_URL', 'only npm run migrate acts as the owner of the tables'],
    ['SMTP_URL', 'only the worker sends notices'],
    ['WEBHOOK_SECRET', 'only the worker sends notices'],
  ])('keeps %s from the web process, also as a file', (name, why) => {
    expect(webFaults({ [name]: key })).toEqual([`${name} must not be here: ${why}`])
    expect(webFaults({ [`${name}_FILE`]: '/nowhere' })).toEqual([`${name} must not be here: ${why}`])
  })

  it('asks the worker for its own key and for no other secret', () => {
    expect(readWorkerEnv(goodWorker).checkpointKey).toHaveLength(32)
    const { CHECKPOINT_KEY: _key, ...rest } = goodWorker
    expect(faultsOf(() => readWorkerEnv(rest))).toEqual(['CHECKPOINT_KEY is missing'])
  })

  it.each([
    ['SIGNATURE_KEY', 'only the web process opens stored signatures'],
    ['NEXTAUTH_SECRET', 'only the web process keeps sessions'],
    ['MIGRATE_DATABASE_URL', 'only npm run migrate acts as the owner of the tables'],
  ])('keeps %s from the worker', (name, why) => {
    expect(faultsOf(() => readWorkerEnv({ ...goodWorker, [name]: key }))).toEqual([`${name} must not be here: ${why}`])
  })
})

describe('where notices leave the desk', () => {
  const outbox = {
    ...{ SMTP_URL: 'smtps://desk:pass@mail.example', SMTP_FROM: 'desk@desk.example' },
    ...{ WEBHOOK_URL: 'https://hooks.example/in?team=1', WEBHOOK_SECRET: `whsec_${key}` },
  }
  const faults = (change: EnvSource) => faultsOf(() => readWorkerEnv({ ...goodWorker, ...outbox, ...change }))

  it('is nowhere unless it is told, and by each way on its own', () => {
    expect(readWorkerEnv(goodWorker).outbox).toEqual({ mail: null, webhook: null })
    const { SMTP_URL: url, SMTP_FROM: from } = outbox
    expect(readWorkerEnv({ ...goodWorker, SMTP_URL: url, SMTP_FROM: from }).outbox).toEqual({
      mail: { url, from },
      webhook: null,
    })
    const { webhook } = readWorkerEnv({ ...goodWorker, ...outbox }).outbox
    expect(webhook).toEqual({ url: outbox.WEBHOOK_URL, secret: new Uint8Array(32).fill(7) })
  })

  it('is refused by halves', () => {
    expect(faults({ SMTP_FROM: undefined })).toEqual(['SMTP_FROM is missing: SMTP_URL is given'])
    expect(faults({ WEBHOOK_URL: undefined })).toEqual(['WEBHOOK_URL is missing: WEBHOOK_SECRET is given'])
  })

  it.each([
    ['WEBHOOK_URL', 'http://hooks.example/in', /https/],
    ['WEBHOOK_URL', 'https://a:b@hooks.example/in', /https/],
    ['WEBHOOK_SECRET', 'whsec_c2hvcnQ=', /24 to 64 bytes/],
    ['WEBHOOK_SECRET', key, /whsec_/],
    ['SMTP_URL', 'smtps://mail.example/?tls.rejectUnauthorized=false', /smtps/],
    ['SMTP_URL', 'https://mail.example', /smtps/],
    ['SMTP_FROM', 'desk@a.example, other@b.example', /one address/],
  ])('is refused as %s %s', (name, value, said) =>
    expect(faults({ [name]: value })).toEqual([expect.stringMatching(said)]),
  )

  it('is another machine by https alone, and this one as it likes', () => {
    expect(faults({ WEBHOOK_URL: 'http://127.0.0.1:9/in', SMTP_URL: 'smtp://localhost:2525' })).toEqual([])
  })
})

describe('the environment of a migration', () => {
  const url = 'postgres://owner:secret@localhost/desk'

  it('is the owner’s URL, and the name of the application’s role', () => {
    expect(readMigrateEnv({ MIGRATE_DATABASE_URL: url })).toEqual({ ownerUrl: url, appRole: 'countersign_app' })
    expect(readMigrateEnv({ MIGRATE_DATABASE_URL: url, APP_DATABASE_ROLE: 'desk' }).appRole).toBe('desk')
  })

  it('is refused without a URL that leads to PostgreSQL', () => {
    expect(faultsOf(() => readMigrateEnv({ DATABASE_URL: url }))).toEqual(['MIGRATE_DATABASE_URL is missing'])
    expect(faultsOf(() => readMigrateEnv({ MIGRATE_DATABASE_URL: 'mysql://hidden' }))).toEqual([
      'MIGRATE_DATABASE_URL must be a postgres:// URL',
    ])
  })
})

describe('where the web process listens', () => {
  it('is loopback unless it is told otherwise', () => {
    expect(readListenEnv({})).toEqual({ host: '127.0.0.1', port: 3000 })
    expect(readListenEnv({ HOST: '::', PORT: '8080' })).toEqual({ host: '::', port: 8080 })
  })

  it.each(['0', '65536', '80a', '-1'])('is refused as port %s', (port) => {
    expect(faultsOf(() => readListenEnv({ PORT: port }))).toEqual(['PORT must be a port, 1 to 65535'])
  })

  it('is refused as a URL', () => {
    expect(faultsOf(() => readListenEnv({ HOST: 'http://desk' }))[0]).toMatch(/^HOST must be an address/)
  })
})

describe('where lists may be fetched from', () => {
  it('is public unless it is told, to web and worker alike', () => {
    expect(readWorkerEnv(goodWorker).listEndpoints).toEqual([])
    const LIST_ENDPOINTS = ' https://feeds.internal:8443/lists/\n http://127.0.0.1:9000/ '
    const endpoints = ['https://feeds.internal:8443/lists/', 'http://127.0.0.1:9000/']
    expect(readWorkerEnv({ ...goodWorker, LIST_ENDPOINTS }).listEndpoints).toEqual(endpoints)
    expect(readWebEnv({ ...good, LIST_ENDPOINTS }).listEndpoints).toEqual(endpoints)
  })

  it.each([
    'https://feeds.internal',
    'https://feeds.internal/a',
    'ftp://a.example/',
    'https://u:p@a.example/',
    'feeds/',
  ])('is refused as %s', (LIST_ENDPOINTS) =>
    expect(webFaults({ LIST_ENDPOINTS })[0]).toMatch(/^LIST_ENDPOINTS must be beginnings/),
  )
})
