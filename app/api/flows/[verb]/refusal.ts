import { AppError, type ErrorCode, type FieldProblem } from '@/lib/core/errors'
import { logFault, rootOf } from '@/lib/io/log'

type Refusal = {
  readonly status: number
  readonly body: {
    readonly ok: false
    readonly error: {
      readonly code: ErrorCode | 'FAULT'
      readonly message: string
      readonly problems: readonly FieldProblem[]
    }
  }
}

/** What the door says of an error: the AppError's own words, or a plain sentence and an id that the log knows. */
export function toRefusal(error: unknown, verb: string): Refusal {
  if (error instanceof AppError) return answer(error.status, error.code, error.message, error.problems)
  const faultId = crypto.randomUUID().slice(0, 8)
  logFault(error, { what: 'door', verb: /^[a-z-]{1,40}$/.test(verb) ? verb : '?', faultId })
  const known = databaseRefusal(error)
  if (known) return answer(known.status, known.code, known.message, [])
  const message = `The desk met an error and cannot say whether this was done. Look before you repeat it. Its log names this ${faultId}.`
  return answer(500, 'FAULT', message, [])
}

// What the database decides by itself: another was first, or a wall held (SQLSTATE classes 23, 40, 08, 53, 57).
function databaseRefusal(error: unknown): AppError | null {
  const root = rootOf(error)
  const code: unknown = root instanceof Error && 'code' in root ? root.code : undefined
  if (typeof code !== 'string') return null
  if (/^(23|40)/.test(code))
    return new AppError('CONFLICT', 'This no longer fits what the desk holds. Nothing was done; load the page again.')
  if (/^(08|53|57)|^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)$/.test(code))
    return new AppError('UNAVAILABLE', 'The desk does not reach its database or its chain. Try again when it does.')
  return null
}

function answer(
  status: number,
  code: ErrorCode | 'FAULT',
  message: string,
  problems: readonly FieldProblem[],
): Refusal {
  return { status, body: { ok: false, error: { code, message, problems } } }
}
