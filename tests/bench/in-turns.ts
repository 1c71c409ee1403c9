import type { Db } from '@/db/client'

export type Asked = (db: Db) => Promise<unknown>

const WARM_UP = 5

/** How long a read takes on a short history and on a long one, asked in turns: both are slowed by whatever else runs. */
export async function inTurns(ask: Asked, short: Db, long: Db, rounds: number): Promise<P95> {
  const times = { short: [] as number[], long: [] as number[] }
  for (let round = -WARM_UP; round < rounds; round += 1)
    for (const [name, db] of [
      ['short', short],
      ['long', long],
    ] as const) {
      const started = performance.now()
      await ask(db)
      if (round >= 0) times[name].push(performance.now() - started)
    }
  return { short: p95(times.short), long: p95(times.long) }
}

export type P95 = { readonly short: number; readonly long: number }

/** The best of some batches, which end with the first that is within the limit. */
export async function bestOf(
  { batches, limit }: { readonly batches: number; readonly limit: number },
  measure: () => Promise<P95>,
): Promise<P95> {
  let best = await measure()
  for (let batch = 1; batch < batches && best.long > best.short * limit; batch += 1) {
    const next = await measure()
    if (next.long / next.short < best.long / best.short) best = next
  }
  return best
}

function p95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN
}
