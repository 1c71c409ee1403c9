export type Progress = {
  /** Runs one step and prints its name and how long it took. */
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** A sentence for the person at the terminal; during a step it is printed after the step's line. */
  note: (sentence: string) => void
}

/** Progress lines such as `  Database            2.8 s`. @param print where the text goes, without added newline */
export function createProgress(print: (text: string) => void): Progress {
  let isInStep = false
  let waiting: string[] = []
  const flush = (): void => {
    for (const sentence of waiting) print(`    ${sentence}\n`)
    waiting = []
  }
  return {
    step: async (name, work) => {
      isInStep = true
      print(`  ${name.padEnd(22)}`)
      const start = performance.now()
      try {
        const result = await work()
        print(`${seconds(performance.now() - start)}\n`)
        return result
      } catch (error) {
        print(`failed after ${seconds(performance.now() - start)}\n`)
        throw error
      } finally {
        isInStep = false
        flush()
      }
    },
    note: (sentence) => {
      waiting.push(sentence)
      if (!isInStep) flush()
    },
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
