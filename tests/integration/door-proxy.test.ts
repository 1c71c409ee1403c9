import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { proxy } from '@/proxy'

const ORIGIN = 'https://desk.example'

beforeEach(() => {
  vi.stubEnv('APP_ORIGIN', ORIGIN)
  vi.stubEnv('DATABASE_URL', 'postgres://app@localhost/desk')
  vi.stubEnv('NEXTAUTH_SECRET', 's'.repeat(43))
  vi.stubEnv('SIGNATURE_KEY', Buffer.alloc(32).toString('base64'))
  vi.stubEnv('LOG_PUBLIC_KEY', Buffer.alloc(32).toString('base64'))
  vi.stubEnv('CHAIN_RPC_URLS', '{"1":["https://rpc.example/key"],"31337":["http://127.0.0.1:8545/"]}')
})
afterEach(() => vi.unstubAllEnvs())

const OWN = { origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'content-length': '10' }

function send(method: string, headers: Record<string, string>, path = '/api/flows/stage') {
  return proxy(new NextRequest(`${ORIGIN}${path}`, { method, headers }))
}
const cspOf = (path = '/') => send('GET', {}, path).headers.get('content-security-policy') ?? ''

describe('the proxy refuses early', () => {
  it('lets reading and the own pages pass', () => {
    expect(send('GET', {}).status).toBe(200)
    expect(send('POST', OWN).status).toBe(200)
    expect(send('POST', { origin: ORIGIN, 'content-length': '65536' }).status).toBe(200)
  })

  it.each([
    ['a foreign origin', { ...OWN, origin: 'https://evil.example' }, 403],
    ['a missing origin', { 'content-length': '10' }, 403],
    ['another site', { ...OWN, 'sec-fetch-site': 'cross-site' }, 403],
    ['no length', { origin: ORIGIN }, 411],
    ['a length above 64 kB', { ...OWN, 'content-length': '65537' }, 413],
    ['a length that is none', { ...OWN, 'content-length': 'x' }, 413],
  ])('%s, whatever the path and method', (_what, headers, status) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      for (const path of ['/api/flows/stage', '/api/auth/signout', '/', '/w/W-1001'])
        expect(send(method, headers, path).status).toBe(status)
  })

  it('lets one verb carry a pasted transaction, and no path that only looks like it', () => {
    const large = { ...OWN, 'content-length': String(2 * 1024 * 1024) }
    expect(send('POST', large, '/api/flows/import-transaction').status).toBe(200)
    const more = { ...OWN, 'content-length': String(3 * 1024 * 1024) }
    expect(send('POST', more, '/api/flows/import-transaction').status).toBe(413)
    for (const path of ['/api/flows/import-transaction/x', '/import-transaction', '/api/flows/__proto__'])
      expect(send('POST', large, path).status).toBe(413)
  })

  it("answers in the door's form", async () => {
    const answer: unknown = await send('POST', {}).json()
    expect(answer).toMatchObject({ ok: false, error: { code: 'FOREIGN_ORIGIN', problems: [] } })
  })
})

describe('the content security policy', () => {
  it('has a nonce of its own for each answer, which the page gets too', () => {
    const response = send('GET', {}, '/')
    const csp = response.headers.get('content-security-policy') ?? ''
    const nonce = /script-src 'nonce-([0-9a-f]{32})' 'strict-dynamic';/.exec(csp)?.[1]
    expect(nonce).toBeDefined()
    expect(response.headers.get('x-middleware-request-x-nonce')).toBe(nonce)
    expect(response.headers.get('x-middleware-request-content-security-policy')).toBe(csp)
    expect(cspOf()).not.toBe(csp)
  })

  it('allows nothing unsafe, nothing foreign, and demands Trusted Types', () => {
    const csp = cspOf()
    expect(csp).not.toMatch(/unsafe|https?:|\*/)
    for (const part of ["default-src 'none'", "connect-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"])
      expect(csp).toContain(part)
    expect(csp).toContain("require-trusted-types-for 'script'; trusted-types default")
  })

  it('opens the local chain, and only it, to the demo build', () => {
    vi.stubEnv('COUNTERSIGN_DEMO', '1')
    expect(cspOf()).toContain("connect-src 'self' http://127.0.0.1:8545;")
    expect(cspOf()).not.toContain('rpc.example')
  })
})
