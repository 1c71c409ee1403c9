import type { Change } from '@/lib/audit/change'
import { openEventLine } from './event-line'
import { type LineNews, readNews } from './line-news'
import { readChange } from './read-change'

const NAME = 'countersign-live'
const MOST_KEPT = 100

/** From a window that joins, and the answer of the one that leads: what it heard, completely since then (epoch ms). */
type Ask = { readonly kind: 'ask' }
type Recent = { readonly kind: 'recent'; readonly since: number; readonly isUp: boolean; readonly changes: Change[] }

/**
 * One connection for all visible windows of this browser: whoever holds the lock listens and passes on, the next in line
 * takes over. Without locks each window listens by itself. Returns how to leave.
 * @param pageFrom when the page in this window was asked for; what the leader heard since needs no reading again
 */
export function joinLine(tell: (news: LineNews) => void, pageFrom: number): () => void {
  const locks: LockManager | undefined = navigator.locks
  if (locks === undefined || typeof BroadcastChannel === 'undefined') return openEventLine(tell)
  const channel = new BroadcastChannel(NAME)
  const left = new AbortController()
  let answer: (() => void) | null = null

  const lead = () =>
    new Promise<void>((release) => {
      const heard: Change[] = []
      let since = Date.now()
      let isUp = false
      answer = () => channel.postMessage({ kind: 'recent', since, isUp, changes: heard } satisfies Recent)
      const close = openEventLine((news) => {
        if (news.kind === 'up' || news.kind === 'down' || news.kind === 'over') isUp = news.kind === 'up'
        if (news.kind === 'gap') since = Date.now()
        if (news.kind === 'change' && heard.push(news.change) > MOST_KEPT) {
          heard.shift()
          since = Date.now()
        }
        tell(news)
        channel.postMessage(news)
        // Whoever is next may have signed in anew; this window is out until it is looked at again.
        if (news.kind === 'over') {
          channel.close()
          release()
        }
      })
      left.signal.addEventListener('abort', () => {
        close()
        release()
      })
    })

  channel.onmessage = ({ data }) => {
    if (isKind(data, 'ask')) return answer?.()
    if (!isKind(data, 'recent')) {
      const news = readNews(data)
      if (news && answer === null) tell(news)
      return
    }
    if (answer !== null) return
    const { since, isUp, changes } = readRecent(data)
    if (isUp) tell({ kind: 'up' })
    if (since > pageFrom) tell({ kind: 'gap', newest: '' })
    else changes.forEach((change) => tell({ kind: 'change', change }))
  }
  channel.postMessage({ kind: 'ask' } satisfies Ask)
  // Leaving while still in line is no failure.
  locks.request(NAME, { signal: left.signal }, lead).catch((error: unknown) => {
    if (!left.signal.aborted) throw error
  })
  return () => {
    left.abort()
    channel.close()
  }
}

const isKind = (value: unknown, kind: string): value is object =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind

function readRecent(value: object): Omit<Recent, 'kind'> {
  const since = 'since' in value && typeof value.since === 'number' ? value.since : Infinity
  const changes: unknown[] = 'changes' in value && Array.isArray(value.changes) ? value.changes : []
  return {
    since,
    isUp: 'isUp' in value && value.isUp === true,
    changes: changes.flatMap((change) => readChange(change) ?? []),
  }
}
