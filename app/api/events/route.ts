import type { NextRequest } from 'next/server'
import { changeStreams } from '@/lib/session/change-streams'
import { deps } from '@/lib/session/deps'
import { answerEvents } from './answer'

/** What changes on the desk, told while a page is open. Reads only; what it tells of is read again by the page. */
export async function GET(request: NextRequest): Promise<Response> {
  return answerEvents(deps(), changeStreams(), request)
}

/** Without a body there is no stream to open. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } })
}
