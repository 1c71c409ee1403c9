import { NextRequest } from 'next/server'
import { answerDoor } from '@/app/api/flows/[verb]/door'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import { ORIGIN, type World } from '@/tests/builders/world'

export type DoorReply = {
  readonly status: number
  readonly text: string
  readonly ok: boolean
  /** The closed code of a refusal, '' when it was none. */
  readonly code: string
}

/** One POST to the door as the desk's own pages make it. @param headers replace these; null removes one */
export async function postToDoor(
  { deps }: Pick<World, 'deps'>,
  verb: string,
  input: unknown,
  cookie: string | null,
  headers: Readonly<Record<string, string | null>> = {},
): Promise<DoorReply> {
  const all: Record<string, string | null> = {
    origin: ORIGIN,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
    cookie: cookie === null ? null : `countersign-session=${cookie}`,
    ...headers,
  }
  const kept = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  )
  const request = new NextRequest(`${ORIGIN}/api/flows/${verb}`, {
    method: 'POST',
    headers: kept,
    body: encodeWire(input),
  })
  const response = await answerDoor(deps, request, verb)
  const text = await response.text()
  const answer = decodeWire(text) as { ok: boolean; error?: { code: string } }
  return { status: response.status, text, ok: answer.ok, code: answer.error?.code ?? '' }
}
