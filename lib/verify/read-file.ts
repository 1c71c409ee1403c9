import { AppError } from '@/lib/core/errors'
import { readCase } from '@/lib/verify/read-case'
import type { TransactionCase } from '@/lib/verify/types'

/** Files above this are refused before they are read. */
export const FILE_LIMIT_BYTES = 20 * 1024 * 1024

/**
 * The transactions of a file, in their order: one, or an array of them. One refused item refuses the file.
 * @throws AppError with one line, a sentence that names what is wrong
 */
export function readCases(text: string): readonly TransactionCase[] {
  const value = parseJson(text)
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.length === 0) throw new AppError('BAD_INPUT', 'the array is empty; expected at least one transaction.')
  const cases = items.map((given, item) => readCase({ item, name: '', value: given }))
  const count = cases.reduce((sum, one) => sum + signatureCount(one), 0)
  if (count > MAX_SIGNATURES)
    throw new AppError('BAD_INPUT', `the file holds ${count} signatures; expected at most ${MAX_SIGNATURES}.`)
  return cases
}

/** Each is recovered by itself, about a millisecond each: a file is judged in bounded time. */
const MAX_SIGNATURES = 10_000

// By their bytes, for one text may hold several.
function signatureCount({ signatures, context }: TransactionCase): number {
  const own = signatures
    .flat()
    .reduce((sum, { signature }) => sum + Math.ceil(((signature ?? '0x').length - 2) / 130), 0)
  return own + (context.parent ? signatureCount(context.parent) : 0)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('BAD_INPUT', 'the file is not valid JSON; expected one transaction or an array of them.')
  }
}
