import { joinLine } from './lead-line'
import type { LineNews } from './line-news'

/** From one page to the next the line is kept. */
const LINGER_MS = 1_000

const listeners = new Set<(news: LineNews) => void>()
let leave: (() => void) | null = null
let isUp = false
let pageFrom = 0
let lingering = 0

/** Hears what changes while this window is visible. Returns how to stop. */
export function hearChanges(tell: (news: LineNews) => void): () => void {
  listeners.add(tell)
  clearTimeout(lingering)
  if (listeners.size === 1 && leave === null) start()
  else if (isUp) tell({ kind: 'up' })
  return () => {
    listeners.delete(tell)
    clearTimeout(lingering)
    if (listeners.size === 0) lingering = window.setTimeout(stop, LINGER_MS)
  }
}

function start(): void {
  if (pageFrom === 0) pageFrom = performance.timeOrigin
  document.addEventListener('visibilitychange', follow)
  // A page that is kept for going back may hold no connection and no lock.
  window.addEventListener('pagehide', hangUp)
  window.addEventListener('pageshow', follow)
  follow()
}

function stop(): void {
  if (listeners.size > 0) return
  document.removeEventListener('visibilitychange', follow)
  window.removeEventListener('pagehide', hangUp)
  window.removeEventListener('pageshow', follow)
  hangUp()
}

function follow(): void {
  if (document.visibilityState === 'hidden') hangUp()
  else
    leave ??= joinLine((news) => {
      if (news.kind === 'up') isUp = true
      if (news.kind === 'down' || news.kind === 'over') isUp = false
      ;[...listeners].forEach((tell) => tell(news))
    }, pageFrom)
}

function hangUp(): void {
  leave?.()
  leave = null
  isUp = false
  // Whatever happens from now on was not heard here.
  pageFrom = -Infinity
}
