import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
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
  it.each(['web', 'worker', 'migrate'] as const)('gives %s what it reads and nothing else', (name) => {
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
    for (const name of ['web', 'worker', 'migrate'] as const) {
      const given = service(name).variables.map(plain)
      expect(ENV_NAMES[name].filter((one) => !given.includes(one) && !optional.includes(one))).toEqual([])
    }
  })

  it('mounts every secret that a service names, and keeps those of others away from it', () => {
    for (const name of ['web', 'worker', 'migrate', 'database']) {
      const { text } = service(name)
      const mounted = /secrets: \[([^\]]+)\]/.exec(text)?.[1]?.split(', ') ?? []
      for (const [, secret = ''] of text.matchAll(/\/run\/secrets\/(\w+)/g)) expect(mounted).toContain(secret)
      for (const secret of mounted) expect(COMPOSE).toContain(`  ${secret}: { file: ./secrets/${secret} }`)
    }
    expect(service('web').text).not.toContain('checkpoint_key')
    expect(service('worker').text).not.toMatch(/signature_key|nextauth_secret/)
  })
})

describe('the README', () => {
  it('names every variable that a process reads', () => {
    for (const name of new Set(Object.values(ENV_NAMES).flat())) expect(README).toContain(`\`${name}\``)
  })
})
