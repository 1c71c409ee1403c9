import { env } from '@/lib/env'
import { deps } from '@/lib/session/deps'
import { type Readiness, readReadiness } from '@/lib/session/readiness'

const FRESH_MILLISECONDS = 5000
let last: { readonly at: number; readonly answer: Promise<Readiness> } | null = null

/** For load balancers and alarms: 200 when everything that the desk needs does its work, else 503 and which part does not. */
export async function GET(): Promise<Response> {
  // Anybody may ask, so that many who ask cost no more than one.
  if (last === null || performance.now() - last.at > FRESH_MILLISECONDS)
    last = { at: performance.now(), answer: readReadiness(deps(), [...env().chainRpcUrls.keys()]) }
  const { isReady, parts } = await last.answer
  return Response.json(
    { ok: isReady, parts },
    { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
