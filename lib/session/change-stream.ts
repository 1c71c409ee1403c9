import 'server-only'
import { readMark } from '@/db/queries/read-mark'
import type { MemberActor } from '@/lib/flows/actor'
import type { Deps } from '@/lib/flows/run-flow'
import type { ChangeFeed, FeedNews } from '@/lib/io/change-feed'
import { logFault } from '@/lib/io/log'
import { findMemberQuietly } from '@/lib/session/find-member'

/** Messages that may wait for a reader who does not read. */
const MOST_UNREAD = 500

type News = FeedNews | { readonly kind: 'hello' | 'beat' }

export type ChangeStream = {
  readonly body: ReadableStream<Uint8Array>
  /** Says so first where a reason is given: the browser then does not come back by itself. */
  readonly end: (reason: 'over' | null) => void
}

type StreamParts = {
  readonly deps: Deps
  readonly feed: ChangeFeed
  readonly sessionId: string
  readonly viewer: MemberActor
  readonly beatEveryMs: number
  readonly onEnd: () => void
}

/**
 * What one browser is told, as server-sent events (HTML, 9.2). Before each message and at each beat the session is
 * looked up anew, without prolonging it; once it is over, nothing more is said.
 */
export function openChangeStream({ deps, feed, sessionId, viewer, beatEveryMs, onEnd }: StreamParts): ChangeStream {
  const waiting: News[] = []
  let out: ReadableStreamDefaultController<Uint8Array> | null = null
  let isSending = false
  let isCancelled = false

  const body = new ReadableStream<Uint8Array>({
    start: (controller) => void (out = controller),
    cancel: () => {
      isCancelled = true
      end(null)
    },
  })
  const put = (news: News) => {
    waiting.push(news)
    if (!isSending) void send()
  }
  const stopListening = feed.listen(put)
  const beat = setInterval(() => put({ kind: 'beat' }), beatEveryMs)
  if (feed.isHearing()) put({ kind: 'hello' })

  async function send(): Promise<void> {
    isSending = true
    try {
      while (waiting.length > 0 && out !== null) {
        const batch = waiting.splice(0)
        if (!(await findMemberQuietly(deps, sessionId))) return end('over')
        for (const news of batch) {
          const message = await messageOf(deps, viewer, news)
          if (message !== null) write(message)
        }
      }
    } catch (error) {
      // Who cannot be asked whether the session lives is told nothing; the browser comes back.
      logFault(error, { what: 'change stream' })
      end(null)
    } finally {
      isSending = false
    }
  }

  function write(message: string): void {
    if (out !== null && (out.desiredSize ?? 0) < -MOST_UNREAD) end(null)
    out?.enqueue(new TextEncoder().encode(message))
  }

  function end(reason: 'over' | null): void {
    const controller = out
    if (controller === null) return
    if (reason !== null) controller.enqueue(new TextEncoder().encode(eventOf(reason, {})))
    if (!isCancelled) controller.close()
    out = null
    stopListening()
    clearInterval(beat)
    onEnd()
  }

  return { body, end }
}

async function messageOf(deps: Deps, viewer: MemberActor, news: News): Promise<string | null> {
  switch (news.kind) {
    case 'change':
      return eventOf('change', news.change)
    case 'hello':
    case 'resync': {
      const { newest } = await readMark(deps.db, viewer)
      return eventOf(news.kind, { newest })
    }
    case 'beat':
    case 'lost':
      return eventOf(news.kind, {})
    // Told to us alone, to look whether ours is the one that ended.
    case 'session':
      return null
  }
}

const eventOf = (name: string, value: object) => `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`
