import 'server-only'
import { AppError } from '@/lib/core/errors'

/** A node that is slower than the first one by this much says nothing: nobody's review waits for it. */
const PATIENCE_MILLISECONDS = 3_000

/**
 * What nodes that were asked the same answer, as many as do so in time, in no order.
 * @throws the first fault where none answers, AppError UNAVAILABLE where none was asked
 */
export async function toldBy<Answer>(asked: readonly Promise<Answer>[]): Promise<readonly Answer[]> {
  const told: Answer[] = []
  const faults: unknown[] = []
  const all = Promise.all(
    asked.map((one) =>
      one.then(
        (answer) => told.push(answer),
        (fault) => faults.push(fault),
      ),
    ),
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = Promise.any(asked).then(
    () => new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MILLISECONDS))),
    () => all,
  )
  await Promise.race([all, late])
  clearTimeout(timer)
  if (told.length === 0) throw faults[0] ?? new AppError('UNAVAILABLE', 'No node of this chain is known.')
  return [...told]
}
