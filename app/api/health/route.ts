import { pingDatabase } from '@/lib/session/ping-database'

const BUILD = process.env.COUNTERSIGN_DEMO === '1' ? 'demo' : 'production'

/** For supervisors and start scripts: 200 when this process reaches its database. Says nothing else. */
export async function GET(): Promise<Response> {
  const isWell = await pingDatabase()
  return Response.json(
    { ok: isWell, build: BUILD },
    { status: isWell ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
