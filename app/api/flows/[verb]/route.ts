import type { NextRequest } from 'next/server'
import { env } from '@/lib/env'
import { clientAddressOf } from '@/lib/session/client-address'
import { deps } from '@/lib/session/deps'
import { answerDoor } from './door'

type Context = { params: Promise<{ verb: string }> }

/** The one door: every mutation of the desk is a POST here (ARCHITECTURE, Flow). */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const clientAddress = clientAddressOf(request.headers, env().clientAddressHeader)
  return answerDoor(deps(), request, (await context.params).verb, clientAddress)
}
