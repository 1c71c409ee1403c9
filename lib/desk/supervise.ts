import type { Child } from '@/lib/desk/child'
import type { Progress } from '@/lib/desk/progress'

const RESTARTS = 3
const WITHIN_MS = 60_000
/** EX_CONFIG of sysexits: the part refuses its environment, so another start ends the same way. */
const EXIT_CONFIGURATION = 78

export type Supervisor = {
  /** Watches a started part; `restart` brings it back at the same place after it ended by itself. */
  watch: (child: Child, restart: () => Promise<Child>) => void
  /** From here on a part that ends is expected to. */
  stop: () => void
  /** Resolves when a part cannot be kept alive, with a sentence that says which. */
  gaveUp: Promise<string>
}

/** Starts a part again that ended though nobody stopped it, a few times, then gives up on the whole desk. */
export function createSupervisor(progress: Progress): Supervisor {
  let isStopping = false
  let giveUp: (sentence: string) => void = () => undefined
  const gaveUp = new Promise<string>((resolve) => (giveUp = resolve))

  const watch = (child: Child, restart: () => Promise<Child>, endedAt: number[] = []): void => {
    void child.exited.then(async ({ code, signal }) => {
      if (isStopping) return
      const how = signal ?? `exit code ${code ?? 'unknown'}`
      const now = performance.now()
      const recent = [...endedAt, now].filter((at) => now - at < WITHIN_MS)
      if (code === EXIT_CONFIGURATION || recent.length > RESTARTS) {
        giveUp(`The ${child.name} does not stay up (${how}); see ${child.logFile}.`)
        return
      }
      progress.note(`The ${child.name} ended by itself (${how}) and is started again.`)
      try {
        watch(await restart(), restart, recent)
      } catch (error) {
        if (!isStopping) giveUp(error instanceof Error ? error.message : String(error))
      }
    })
  }
  return {
    watch: (child, restart) => watch(child, restart),
    stop: () => {
      isStopping = true
    },
    gaveUp,
  }
}
