import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ENV_NAMES } from '@/lib/env'

const COMPOSE = readFileSync('deploy/compose.yaml', 'utf8')
const README = readFileSync('README.md', 'utf8')
/** Notices leave the desk only where somebody says where to. */
const OUTBOX = ['SMTP_URL', 'SMTP_FROM', 'WEBHOOK_URL', 'WEBHOOK_SECRET']
const plain = (name: string) => name.replace(/_FILE$/, '')

/** The lines of one service, and the variables among them. */
function service(name: string): { text: string; variables: string[] } {
  const [, after = ''] = COMPOSE.split(new RegExp(`^  ${name}:\n`, 'm'))
  const text = after.split(/^ {0,2}\S/m)[0] ?? ''
  return { text, variables: [...text.matchAll(/^ {6}([A-Z][A-Z_]+):/gm)].map(([, found]) => found ?? '') }
}

describe('the compose file', () => {
  it.each(['web', 'worker', 'migrate', 'vault'] as const)('gives %s what it reads and nothing else', (name) => {
    const { variables } = service(name)
    expect(variables.length).toBeGreaterThan(0)
    for (const variable of variables) expect(ENV_NAMES[name]).toContain(plain(variable))
  })

  it('leaves out only what may be left out', () => {
    const optional = [
      'ABI_FOLDER',
      'SOURCIFY_URL',
      'BROWSER_RPC_URLS',
      'HOST',
      'PORT',
      'APP_DATABASE_ROLE',
      'METRICS_TOKEN',
      'LIST_ENDPOINTS',
      ...OUTBOX,
    ]
    for (const name of ['web', 'worker', 'migrate', 'vault'] as const) {
      const given = service(name).variables.map(plain)
      expect(ENV_NAMES[name].filter((one) => !given.includes(one) && !optional.includes(one))).toEqual([])
    }
  })

  it('mounts every secret that a service names, and keeps those of others away from it', () => {
    for (const name of ['web', 'worker', 'migrate', 'database', 'vault']) {
      const { text } = service(name)
      const mounted = /secrets: \[([^\]]+)\]/.exec(text)?.[1]?.split(', ') ?? []
      for (const [, secret = ''] of text.matchAll(/\/run\/secrets\/(\w+)/g)) expect(mounted).toContain(secret)
      for (const secret of mounted) expect(COMPOSE).toContain(`  ${secret}: { file: ./secrets/${secret} }`)
    }
    expect(service('web').text).not.toContain('checkpoint_key')
    expect(service('worker').text).not.toMatch(/signature_key|nextauth_secret/)
  })
})

describe('the vault', () => {
  it('is started by nobody but who calls it', () => {
    expect(service('vault').text).toMatch(/^ {4}profiles: \[vault\]$/m)
    for (const name of ['web', 'worker', 'migrate', 'database'])
      expect(service(name).text).not.toContain('backup_passphrase')
  })
})

describe('the image', () => {
  /** Lines that say a path, as both files write them. */
  const lines = (file: string) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.replace(/\/$/, ''))

  it('gets no file that may hold a secret', () => {
    const ignored = lines('.dockerignore')
    // A pattern without a slash means any folder to git, and the topmost alone here.
    expect(ignored).toEqual(expect.arrayContaining(['*.env', '**/*.env', 'deploy/secrets', '.desk', '.git']))
    // The build makes this one anew.
    const kept = lines('.gitignore').filter((line) => line !== 'next-env.d.ts')
    expect(kept.filter((line) => !ignored.includes(line))).toEqual([])
    expect(ignored.filter((line) => line.startsWith('!'))).toEqual([])
  })
})

describe('the roles of the database', () => {
  let folder = ''
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs the script as the database's container does, with a psql that writes down what it was told. */
  function createRoles(secrets: Readonly<Record<string, string>>) {
    folder = mkdtempSync(join(tmpdir(), 'roles-'))
    for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), value)
    const told = join(folder, 'told')
    writeFileSync(join(folder, 'psql'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${told}'\ncat >> '${told}'\n`)
    chmodSync(join(folder, 'psql'), 0o755)
    const { status, stderr } = spawnSync('sh', ['deploy/create-roles.sh'], {
      env: { ...process.env, SECRETS_FOLDER: folder, PATH: `${folder}:${process.env.PATH ?? ''}` },
      encoding: 'utf8',
    })
    return { status, stderr, told: existsSync(told) ? readFileSync(told, 'utf8') : null }
  }

  it('get the passwords of both files', () => {
    const { status, told } = createRoles({ owner_password: 'one\n', app_password: "two' words\n" })
    expect(status).toBe(0)
    expect(told?.split('\n')).toEqual(expect.arrayContaining(['owner_password=one', "app_password=two' words"]))
    expect(told).toContain("CREATE ROLE countersign_owner LOGIN PASSWORD :'owner_password';")
  })

  it.each([
    ['is missing', { owner_password: 'one' }, 'app_password'],
    ['is empty', { owner_password: '\n', app_password: 'two' }, 'owner_password'],
  ])('are not made where a password %s', (_, secrets, named) => {
    const { status, stderr, told } = createRoles(secrets)
    expect(status).toBe(1)
    expect(stderr).toContain(named)
    expect(told).toBeNull()
  })
})

describe('the README', () => {
  it('names every variable that a process reads', () => {
    for (const name of new Set(Object.values(ENV_NAMES).flat())) expect(README).toContain(`\`${name}\``)
  })
})
