import type { LineNews } from './line-news'
import { readChange, readNewest } from './read-change'

const ADDRESS = '/api/events'
/** The desk says something every 20 s; silence for longer is a dead connection. */
const SILENCE_MS = 45_000
const LONGEST_WAIT_MS = 60_000

/** Listens to the desk until closed; comes back by itself, later each time. Returns how to close. */
export function openEventLine(tell: (news: LineNews) => void): () => void {
  let source: EventSource | null = null
  let timer = 0
  let failures = 0
  let isClosed = false

  function connect(): void {
    const own = new EventSource(ADDRESS)
    source = own
    const on = (name: string, hear: (value: unknown) => void) =>
      own.addEventListener(name, (event) => {
        waitForWord()
        hear(parse(event.data))
      })
    const onMark = (value: unknown) => {
      failures = 0
      tell({ kind: 'up' })
      tell({ kind: 'gap', newest: readNewest(value) })
    }
    on('hello', onMark)
    on('resync', onMark)
    on('beat', () => undefined)
    on('lost', () => tell({ kind: 'down' }))
    on('over', () => {
      close()
      tell({ kind: 'over' })
    })
    on('change', (value) => {
      const change = readChange(value)
      // What cannot be read is news all the same.
      tell(change ? { kind: 'change', change } : { kind: 'gap', newest: '' })
    })
    own.onerror = () => comeBack()
    waitForWord()
  }

  function waitForWord(): void {
    clearTimeout(timer)
    timer = window.setTimeout(comeBack, SILENCE_MS)
  }

  function comeBack(): void {
    if (isClosed) return
    // Closed by an answer such as 401 rather than by the network: asking again soon helps nobody.
    failures += source?.readyState === EventSource.CLOSED ? 4 : 1
    source?.close()
    tell({ kind: 'down' })
    clearTimeout(timer)
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures) * (0.5 + Math.random() / 2)
    timer = window.setTimeout(connect, wait)
  }

  function close(): void {
    isClosed = true
    clearTimeout(timer)
    source?.close()
  }

  connect()
  return close
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
