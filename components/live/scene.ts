import { isCalling } from '../flows/own-calls'
import type { Scene } from './may-move'

/** What can move when the page is read again. */
const CONTENT = 'main, .dock, .banners, .bar nav'
const FIELDS = 'input, select, textarea, [contenteditable]'
const PRESSED = 'a, button, input, select, textarea, summary, label'
const REST_MS = 3_000
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const

let at = { x: -1, y: -1 }
let isTouch = false
let movedAt = -Infinity
let touchedAt = -Infinity
let inputAt = 0
let returnedAt = -Infinity
let isWatched = false

/** Starts to watch where the person is; once a window. */
export function watchScene(): void {
  if (isWatched) return
  isWatched = true
  inputAt = performance.now()
  for (const sign of SIGNS) window.addEventListener(sign, note, { capture: true, passive: true })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') returnedAt = inputAt = performance.now()
  })
}

/** The half of the window where the pointer is: what appears keeps to the other one. */
export function pointerHalf(): 'upper' | 'lower' | null {
  if (isTouch || at.y < 0 || document.querySelector('html:hover') === null) return null
  return at.y > window.innerHeight / 2 ? 'lower' : 'upper'
}

export function readScene(): Scene {
  const now = performance.now()
  return {
    isDialogOpen: document.querySelector('dialog[open], .menu[open]') !== null,
    isHeldStill: document.querySelector('[data-hold-still]') !== null,
    isCalling: isCalling(),
    focus: focusNow(),
    pointer: pointerNow(now),
    sinceTouchMs: now - touchedAt,
    sinceInputMs: now - inputAt,
    sinceReturnMs: now - returnedAt,
  }
}

function note(event: Event): void {
  if (event.type === 'touchstart' || (event instanceof PointerEvent && event.pointerType === 'touch')) {
    inputAt = touchedAt = performance.now()
    isTouch = true
  } else if (event instanceof PointerEvent) {
    // Browsers repeat where it lies when something moves beneath it; that is nobody's input.
    if (event.clientX === at.x && event.clientY === at.y) return
    at = { x: event.clientX, y: event.clientY }
    inputAt = movedAt = performance.now()
    isTouch = false
  } else inputAt = performance.now()
}

function focusNow(): Scene['focus'] {
  const focused = document.activeElement
  if (focused === null || focused.closest(CONTENT) === null) return 'none'
  if (focused.matches(FIELDS)) return 'field'
  return focused.matches('button, summary') ? 'button' : 'none'
}

// Asked of the browser rather than followed by events: it knows also where a pointer lies that never moved here.
function pointerNow(now: number): Scene['pointer'] {
  const under = isTouch ? undefined : [...document.querySelectorAll(':hover')].at(-1)
  if (!under || under.closest(CONTENT) === null) return 'away'
  const isOverNothing = under.closest(PRESSED) === null
  return isOverNothing && now - movedAt >= REST_MS ? 'rests' : 'aims'
}
