import NextAuth from 'next-auth'
import { NextRequest } from 'next/server'
import { AppError } from '@/lib/core/errors'
import { env } from '@/lib/env'
import { authOptions } from '@/lib/session/auth'
import { browserOf } from '@/lib/session/browser'
import { clientAddressOf } from '@/lib/session/client-address'
import { cookieNames } from '@/lib/session/cookies'
import { deps } from '@/lib/session/deps'
import { limitSignIns } from '@/lib/session/limit-calls'
import { readLimitedBody } from '@/lib/session/limited-body'
import { isSameOrigin } from '@/lib/session/same-origin'

type Context = { params: Promise<{ nextauth: string[] }> }

// The rest of next-auth is not served: /_log would let strangers write into the log.
const SERVED = new Set(['GET session', 'GET csrf', 'GET providers', 'POST callback', 'POST signout'])

export { serve as GET, serve as POST }

async function serve(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  if (!SERVED.has(`${request.method} ${nextauth[0]}`)) return new Response(null, { status: 404 })
  const shared = deps()
  const isPost = request.method === 'POST'
  if (isPost && !isSameOrigin(request.headers, shared.origin)) return new Response(null, { status: 403 })
  const names = cookieNames(shared.origin)
  const { nextAuthSecret, clientAddressHeader } = env()
  const browserHash = browserOf(request.cookies.get(names.browser)?.value).hash
  const clientAddress = clientAddressOf(request.headers, clientAddressHeader)
  const options = authOptions(shared, {
    secret: nextAuthSecret,
    browserHash,
    userAgent: request.headers.get('user-agent') ?? '',
    sessionId: request.cookies.get(names.session)?.value,
  })
  try {
    if (isPost && nextauth[0] === 'callback') await limitSignIns(shared, { browserHash, clientAddress })
    const counted = isPost ? await withCountedBody(request) : request
    const answer: Response = await NextAuth(counted, context, options)
    return answer
  } catch (error) {
    if (error instanceof AppError) return new Response(null, { status: error.status })
    throw error
  }
}

async function withCountedBody(request: NextRequest): Promise<NextRequest> {
  const body = await readLimitedBody(request, 16 * 1024)
  return new NextRequest(request.url, { method: 'POST', headers: request.headers, body })
}
