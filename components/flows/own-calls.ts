/** What a call did is told a moment after its answer at the latest. */
const AFTER_MS = 3_000

let open = 0
let endedAt = -Infinity

/** Notes a call of this window to the door. Returns how to note its end. */
export function noteCall(): () => void {
  open += 1
  return () => {
    open -= 1
    endedAt = performance.now()
  }
}

export const isCalling = (): boolean => open > 0

/** Whether a change that is told now can be of this window's own making. */
export const mayBeOwn = (): boolean => open > 0 || performance.now() - endedAt < AFTER_MS
