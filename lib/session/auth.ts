import 'server-only'
import type { AuthOptions } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import CredentialsProvider from 'next-auth/providers/credentials'
import { z } from 'zod'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { type Deps, runFlow } from '@/lib/flows/run-flow'
import { logFault } from '@/lib/io/log'
import { cookieNames, cookieOptions } from '@/lib/session/cookies'
import { findMember } from '@/lib/session/find-member'

const SESSION_SECONDS = 12 * 3600
const signedInSchema = z.object({ memberId: z.string(), sessionId: z.string() })

/** What the request says of itself besides its body. */
export type AuthRequest = {
  readonly secret: string
  readonly browserHash: Digest
  readonly userAgent: string
  /** The session cookie it came with: signing in anew ends that session. */
  readonly sessionId: string | undefined
}

/**
 * next-auth as the keeper of one cookie. The "JWT" is our opaque session id and nothing else: encode hands it out,
 * decode looks its row up, so a revoked session is over with the next request.
 */
export function authOptions(deps: Deps, request: AuthRequest): AuthOptions {
  const names = cookieNames(deps.origin)
  return {
    secret: request.secret,
    useSecureCookies: deps.origin.startsWith('https:'),
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    cookies: {
      sessionToken: { name: names.session, options: cookieOptions(deps.origin, 'lax') },
      csrfToken: { name: names.csrf, options: cookieOptions(deps.origin, 'strict') },
      callbackUrl: { name: names.callback, options: cookieOptions(deps.origin, 'strict') },
    },
    logger: { error: logAuthFault, warn: () => undefined, debug: () => undefined },
    providers: [
      CredentialsProvider({
        name: 'Wallet',
        credentials: { message: {}, signature: {} },
        authorize: (credentials) => authorize(deps, request, credentials),
      }),
    ],
    jwt: {
      maxAge: SESSION_SECONDS,
      encode: ({ token }) => sessionIdOf(token),
      decode: async ({ token }) => {
        const member = await findMember(deps, token)
        return member && token ? { sub: member.memberId, name: member.name, sessionId: token } : null
      },
    },
    callbacks: {
      jwt: ({ token, user, trigger }) =>
        trigger === 'signIn' && 'sessionId' in user ? { sub: user.id, sessionId: user.sessionId } : token,
      session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name ?? null } }),
    },
    events: { signOut: ({ token }) => endSession(deps, sessionIdOf(token)) },
  }
}

async function authorize(deps: Deps, request: AuthRequest, credentials: Record<string, string> | undefined) {
  const input = {
    message: credentials?.message,
    signature: credentials?.signature,
    userAgent: request.userAgent.slice(0, 2000),
  }
  const actor = { kind: 'anonymous', browserHash: request.browserHash } as const
  try {
    const answer = await runFlow(deps, { verb: 'sign-in', entrance: 'session', actor, input })
    const { memberId, sessionId } = signedInSchema.parse(answer)
    await endSession(deps, request.sessionId)
    return { id: memberId, sessionId }
  } catch (error) {
    // Whatever is thrown from here, next-auth would put its message into a URL.
    if (!(error instanceof AppError)) logFault(error, { what: 'sign-in', verb: 'sign-in' })
    return null
  }
}

async function endSession(deps: Deps, sessionId: string | undefined): Promise<void> {
  const actor = await findMember(deps, sessionId)
  if (actor) await runFlow(deps, { verb: 'sign-out', entrance: 'session', actor, input: {} })
}

function sessionIdOf(token: JWT | undefined): string {
  if (typeof token?.sessionId !== 'string') throw new Error('a token without a session id')
  return token.sessionId
}

// A cookie whose session ended is everyday life; anything else is worth a line.
function logAuthFault(code: string, metadata: Error | { error: Error }): void {
  if (code === 'JWT_SESSION_ERROR') return
  logFault(metadata instanceof Error ? metadata : metadata.error, { what: `next-auth ${code}` })
}
