import type { NextRequest } from 'next/server'
import { AppError } from '@/lib/core/errors'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import type { Actor } from '@/lib/flows/actor'
import { type Deps, runFlow } from '@/lib/flows/run-flow'
import { type Browser, browserOf } from '@/lib/session/browser'
import { cookieNames, cookieOptions } from '@/lib/session/cookies'
import { findMember } from '@/lib/session/find-member'
import { limitCalls } from '@/lib/session/limit-calls'
import { BODY_LIMIT_BYTES, bodyLimitOf, readLimitedBody } from '@/lib/session/limited-body'
import { isSameOrigin } from '@/lib/session/same-origin'
import { toRefusal } from './refusal'

/**
 * Answers one call: `{ok: true, value}` or `{ok: false, error: {code, message, problems}}`, both as lib/core/wire text.
 * Who acts comes from the session cookie alone; without one it is this browser, anonymously.
 */
export async function answerDoor(
  deps: Deps,
  request: NextRequest,
  verb: string,
  /** As the proxy in front names it; null when there is none. */
  clientAddress: string | null = null,
): Promise<Response> {
  const names = cookieNames(deps.origin)
  const browser = browserOf(request.cookies.get(names.browser)?.value)
  const answer = await perform(deps, request, { verb, browser, clientAddress })
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  if (browser.issued !== null) headers.append('set-cookie', browserCookie(deps.origin, browser.issued))
  return new Response(encodeWire(answer.body), { status: answer.status, headers })
}

type DoorCall = { verb: string; browser: Browser; clientAddress: string | null }

async function perform(deps: Deps, request: NextRequest, call: DoorCall) {
  try {
    if (!isSameOrigin(request.headers, deps.origin))
      throw new AppError('FOREIGN_ORIGIN', "This did not come from the desk's own pages, so nothing was done.")
    if (!/^application\/json\b/.test(request.headers.get('content-type') ?? ''))
      throw new AppError('BAD_INPUT', 'The door takes JSON only.')
    const actor = await actorOf(deps, request, call.browser)
    const limit = actor.kind === 'member' ? bodyLimitOf(call.verb) : BODY_LIMIT_BYTES
    const input = parseBody(await readLimitedBody(request, limit))
    await limitCalls(deps, { verb: call.verb, actor, clientAddress: call.clientAddress })
    const value = await runFlow(deps, { verb: call.verb, entrance: 'door', actor, input })
    return { status: 200, body: { ok: true, value: value ?? null } }
  } catch (error) {
    return toRefusal(error, call.verb)
  }
}

async function actorOf(deps: Deps, request: NextRequest, browser: Browser): Promise<Actor> {
  const sessionId = request.cookies.get(cookieNames(deps.origin).session)?.value
  return (await findMember(deps, sessionId)) ?? { kind: 'anonymous', browserHash: browser.hash }
}

function parseBody(text: string): unknown {
  try {
    return decodeWire(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('BAD_INPUT', 'The request is not JSON.')
    throw error
  }
}

function browserCookie(origin: string, value: string): string {
  const { secure } = cookieOptions(origin, 'strict')
  return `${cookieNames(origin).browser}=${value}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}
