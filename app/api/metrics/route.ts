import { env } from '@/lib/env'
import { deps } from '@/lib/session/deps'
import { readMetrics } from '@/lib/session/metrics'
import { refuseMetrics } from '@/lib/session/metrics-access'

/** For Prometheus, with METRICS_TOKEN as its bearer token; not there where none is set. */
export async function GET(request: Request): Promise<Response> {
  const { metricsToken, chainRpcUrls } = env()
  const status = refuseMetrics(metricsToken, request.headers.get('authorization'))
  const headers = { 'cache-control': 'no-store' }
  if (status !== null) return new Response(null, { status, headers })
  const text = await readMetrics(deps(), [...chainRpcUrls.keys()])
  return new Response(text, { headers: { ...headers, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
}
