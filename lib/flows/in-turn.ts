import 'server-only'

const last = new Map<string, Promise<unknown>>()

/**
 * Lets work on one thing wait for what this process does with it already, in the order it was asked. Saves work that
 * would be thrown away and nothing else: other processes do not wait, so what must not happen twice is the database's
 * to refuse.
 * @param key what the work is about
 */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(key) ?? Promise.resolve()
  // Whoever comes next waits for the end of this, not for its success.
  const mine = before.then(work, work)
  last.set(key, mine)
  try {
    return await mine
  } finally {
    if (last.get(key) === mine) last.delete(key)
  }
}
