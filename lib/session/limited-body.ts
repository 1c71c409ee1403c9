import 'server-only'
import { AppError } from '@/lib/core/errors'

/** What a request may carry. */
export const BODY_LIMIT_BYTES = 64 * 1024

/** Verbs that take more, from members: what is pasted has up to 1 MB, and quoting it into JSON may double it. */
const LARGER: ReadonlyMap<string, number> = new Map([
  ['import-transaction', 2 * 1024 * 1024 + BODY_LIMIT_BYTES],
  // Five hundred contacts, or a long policy.
  ['check-change', 512 * 1024],
  ['propose-change', 512 * 1024],
  // A list may have 4 MB.
  ['import-list', 8 * 1024 * 1024 + BODY_LIMIT_BYTES],
])

/** What a member's request to a verb may carry, in bytes. */
export const bodyLimitOf = (verb: string): number => LARGER.get(verb) ?? BODY_LIMIT_BYTES

/**
 * Reads a body and counts its bytes while they arrive, so that a long one is never held whole.
 * @throws AppError TOO_LARGE above the limit, BAD_INPUT when it is not UTF-8 or ends early
 */
export async function readLimitedBody(request: Request, limitBytes = BODY_LIMIT_BYTES): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes)
  const reader = request.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      length += value.byteLength
      if (length > limitBytes) {
        await reader.cancel()
        throw tooLarge(limitBytes)
      }
      text += decoder.decode(value, { stream: true })
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('BAD_INPUT', 'The request did not arrive whole as UTF-8 text. Send it again.')
  }
}

const tooLarge = (limitBytes: number) =>
  new AppError('TOO_LARGE', `The request is larger than ${Math.floor(limitBytes / 1024)} kB.`)
