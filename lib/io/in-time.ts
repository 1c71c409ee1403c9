import 'server-only'
import { AppError } from '@/lib/core/errors'

/** Whoever opens a page does not wait longer for a node that is asked beside another. */
const PATIENCE_MILLISECONDS = 3_000

/** An answer that came soon enough. @throws AppError UNAVAILABLE after 3 s */
export async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const give = () => reject(new AppError('UNAVAILABLE', `No answer within ${PATIENCE_MILLISECONDS / 1000} s.`))
    timer = setTimeout(give, PATIENCE_MILLISECONDS)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
