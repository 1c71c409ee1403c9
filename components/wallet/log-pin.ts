import { isConsistent } from '@/lib/audit/merkle'
import type { Digest } from '@/lib/core/digest'

type SeenLog = { readonly size: number; readonly root: Digest }

/** The longest checkpoint that was seen so far. */
export type LogPin = { readonly read: () => SeenLog | null; readonly keep: (seen: SeenLog) => void }

/** The pin in this browser, for one desk. Whoever takes the server over later cannot change it (SPEC §8). */
export function browserLogPin(installation: string): LogPin {
  const key = `countersign-log-${installation}`
  return {
    read: () => readSeen(localStorage.getItem(key)),
    keep: ({ size, root }) => localStorage.setItem(key, `${size} ${root}`),
  }
}

/** Whether a checkpoint continues the log as it was seen before; if so it is seen now. The first sight is trusted. */
export function continuesLog(pin: LogPin, checkpoint: SeenLog, growth: readonly Digest[]): boolean {
  const seen = pin.read()
  if (seen !== null && !isConsistent(seen, checkpoint, growth)) return false
  pin.keep(checkpoint)
  return true
}

function readSeen(text: string | null): SeenLog | null {
  const found = /^(\d+) (0x[0-9a-f]{64})$/.exec(text ?? '')
  return found ? { size: Number(found[1]), root: found[2] as Digest } : null
}
