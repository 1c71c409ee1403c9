import { AppError } from '@/lib/core/errors'

/** @throws AppError BAD_INPUT with what the parser says, which names the place */
export function parseListJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it cannot be read'
    throw new AppError('BAD_INPUT', `The list is no whole JSON: ${reason}. It may be cut off.`)
  }
}
