/** How the person sits in front of the page, at one moment. */
export type Scene = {
  /** A dialog is open, and with it perhaps a wallet or a passkey. */
  readonly isDialogOpen: boolean
  /** Something on the page was begun that a changed page would disturb, such as an answered checklist. */
  readonly isHeldStill: boolean
  /** This window waits for the door's answer; it reads the page again itself. */
  readonly isCalling: boolean
  /** What has the focus, where it is part of the content. */
  readonly focus: 'field' | 'button' | 'none'
  /** `aims`: it moves over the content or is over something to press. `rests`: it lies still over mere text. */
  readonly pointer: 'away' | 'rests' | 'aims'
  readonly sinceTouchMs: number
  readonly sinceInputMs: number
  /** Since the window was hidden last: whoever just came back has not aimed at anything yet. */
  readonly sinceReturnMs: number
}

const TOUCH_MS = 3_000
const RETURN_MS = 3_000
/** A page that reads itself again is in use, as the server sees it: nobody's absence may look like that. */
const IDLE_MS = 10 * 60_000

/** Whether the page may change by itself now. If not, the change waits until it is asked for. */
export function mayMove(scene: Scene, follows = false): boolean {
  if (scene.isDialogOpen || scene.isHeldStill || scene.isCalling) return false
  if (scene.focus === 'field' || scene.sinceInputMs >= IDLE_MS) return false
  if (scene.sinceReturnMs < RETURN_MS) return true
  if (scene.sinceTouchMs < TOUCH_MS) return false
  if (follows) return scene.pointer !== 'aims'
  return scene.focus === 'none' && scene.pointer === 'away'
}
