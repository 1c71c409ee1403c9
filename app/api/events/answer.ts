import type { NextRequest } from 'next/server'
import type { Deps } from '@/lib/flows/run-flow'
import type { ChangeStreams } from '@/lib/session/change-streams'
import { cookieNames } from '@/lib/session/cookies'
import { findMemberQuietly } from '@/lib/session/find-member'

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform: a compressor would hold events back until it has enough of them.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  // Its own connection, closed with it: a server that stops waits for those that are kept.
  connection: 'close',
}

/** The stream of changes for a live session; 401 without one, 403 for another site's page, 503 when stopping. */
export async function answerEvents(deps: Deps, streams: ChangeStreams, request: NextRequest): Promise<Response> {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return refusal(403)
  const sessionId = request.cookies.get(cookieNames(deps.origin).session)?.value
  const viewer = await findMemberQuietly(deps, sessionId)
  if (viewer === null || sessionId === undefined) return refusal(401)
  const body = streams.open(deps, { sessionId, viewer, signal: request.signal })
  return body === null ? refusal(503) : new Response(body, { headers: HEADERS })
}

const refusal = (status: number) =>
  new Response(null, { status, headers: { 'cache-control': 'no-store', connection: 'close' } })
