import 'server-only'
import { env } from '@/lib/env'
import type { MemberActor } from '@/lib/flows/actor'
import type { Deps } from '@/lib/flows/run-flow'
import { type ChangeFeed, openChangeFeed } from '@/lib/io/change-feed'
import { type ChangeStream, openChangeStream } from '@/lib/session/change-stream'

const BEAT_EVERY_MS = 20_000
const STREAMS_PER_SESSION = 8

/** Who listens; `signal` tells when they left. */
export type StreamReader = { readonly sessionId: string; readonly viewer: MemberActor; readonly signal: AbortSignal }

export type ChangeStreams = {
  /** A stream for a session that was found live; null once this process stops. Of too many the oldest ends. */
  readonly open: (deps: Deps, reader: StreamReader) => ReadableStream<Uint8Array> | null
  /** For good: whoever comes back is sent away. */
  readonly endAll: () => void
  readonly count: () => number
}

/** Every open stream of a process, all fed by one connection. */
export function createChangeStreams(feed: ChangeFeed, beatEveryMs = BEAT_EVERY_MS): ChangeStreams {
  const bySession = new Map<string, ChangeStream[]>()
  let isOver = false
  const all = () => [...bySession.values()].flat()
  return {
    open: (deps, { sessionId, viewer, signal }) => {
      if (isOver) return null
      const { sessionHash } = viewer
      const others = () => bySession.get(sessionHash) ?? []
      while (others().length >= STREAMS_PER_SESSION) others()[0]?.end('over')
      const stream = openChangeStream({
        ...{ deps, feed, sessionId, viewer, beatEveryMs },
        onEnd: () => {
          const left = others().filter((one) => one !== stream)
          if (left.length > 0) bySession.set(sessionHash, left)
          else bySession.delete(sessionHash)
        },
      })
      bySession.set(sessionHash, [...others(), stream])
      signal.addEventListener('abort', () => stream.end(null), { once: true })
      if (signal.aborted) stream.end(null)
      return stream.body
    },
    endAll: () => {
      isOver = true
      all().forEach((stream) => stream.end(null))
    },
    count: () => all().length,
  }
}

const held: { [key: symbol]: ChangeStreams | undefined } = globalThis
const KEY = Symbol.for('countersign/change-streams')

/** Those of this web process. @throws EnvError */
export function changeStreams(): ChangeStreams {
  const known = held[KEY]
  if (known) return known
  const streams = createChangeStreams(openChangeFeed(env().databaseUrl))
  held[KEY] = streams
  // The server waits for open answers before it stops, and these would never end.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, streams.endAll)
  return streams
}
