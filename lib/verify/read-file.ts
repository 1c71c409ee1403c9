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
  return items.map((given, item) => readCase({ item, name: '', value: given }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('BAD_INPUT', 'the file is not valid JSON; expected one transaction or an array of them.')
  }
}
