import { type NextRequest, NextResponse } from 'next/server'
import { env } from '@/lib/env'
import { browserRpcUrls } from '@/lib/session/browser-rpc-urls'
import { contentSecurityPolicy } from '@/lib/session/content-security-policy'
import { bodyLimitOf } from '@/lib/session/limited-body'
import { isSameOrigin } from '@/lib/session/same-origin'

export const config = { matcher: [{ source: '/((?!_next/static|_next/image|fonts/|favicon.ico).*)' }] }

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Early refusals and the script nonce of each answer. Never authorisation: the door and the pages do that. */
export function proxy(request: NextRequest): NextResponse {
  const { appOrigin } = env()
  if (!READING.has(request.method)) {
    if (!isSameOrigin(request.headers, appOrigin))
      return refusal(403, 'FOREIGN_ORIGIN', "This did not come from the desk's own pages, so nothing was done.")
    const length = request.headers.get('content-length')
    if (length === null) return refusal(411, 'BAD_INPUT', 'The request does not say how long it is.')
    // Whether it is a member's to send that much is the door's to say, before it reads any of it.
    const limit = bodyLimitOf(/^\/api\/flows\/([^/]+)$/.exec(request.nextUrl.pathname)?.[1] ?? '')
    if (!(Number(length) <= limit))
      return refusal(413, 'TOO_LARGE', `The request is larger than ${Math.floor(limit / 1024)} kB.`)
  }
  const nonce = crypto.randomUUID().replaceAll('-', '')
  const csp = contentSecurityPolicy(nonce, {
    // Nodes that a signer's own proof asks past the desk; in the demo also the local chain, for its wallets.
    connectOrigins: originsOf([...browserRpcUrls().values()].flat()),
    isDevelopment: process.env.NODE_ENV === 'development',
  })
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', csp)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', csp)
  return response
}

// In the door's own form, so that the page's client reads every refusal alike.
function refusal(status: number, code: string, message: string): NextResponse {
  return NextResponse.json({ ok: false, error: { code, message, problems: [] } }, { status })
}

const originsOf = (urls: readonly string[]): string[] => [...new Set(urls.map((url) => new URL(url).origin))]
