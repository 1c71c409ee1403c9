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
  const items = readItems(text)
  const cases = items.map((given, item) => readCase({ item, name: '', value: given }))
  const count = cases.reduce((sum, one) => sum + signatureCount(one), 0)
  if (count > MAX_SIGNATURES)
    throw new AppError('BAD_INPUT', `the file holds ${count} signatures; expected at most ${MAX_SIGNATURES}.`)
  return cases
}

/** What a service leaves out, as somebody typed it beside: the words of `fields.ts` judge it like the rest. */
export type Beside = { readonly chainId?: string; readonly version?: string }

/**
 * The one transaction of a text. What the text says itself stands; `beside` only fills what is absent there.
 * @throws AppError as `readCases`, and when there are several
 */
export function readOneCase(text: string, beside: Beside): TransactionCase {
  const [value, ...more] = readItems(text)
  if (more.length > 0)
    throw new AppError('BAD_INPUT', `there are ${more.length + 1} transactions; expected one at a time.`)
  return readCase({ item: 0, name: '', value: filled(value, beside) })
}

/** How many signatures came with a transaction, counted by their bytes, for one text may hold several. */
export function signatureCount({ signatures, context }: TransactionCase): number {
  const own = signatures
    .flat()
    .reduce((sum, { signature }) => sum + Math.ceil(((signature ?? '0x').length - 2) / 130), 0)
  return own + (context.parent ? signatureCount(context.parent) : 0)
}

function filled(value: unknown, { chainId, version }: Beside): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const members = new Map<string, unknown>(Object.entries(value))
  const fill = (key: string, text: string | undefined) => {
    if (text !== undefined && (members.get(key) ?? null) === null) members.set(key, text)
  }
  fill('chainId', chainId)
  fill(members.has('tx') ? 'safeVersion' : 'version', version)
  return Object.fromEntries(members)
}

function readItems(text: string): readonly unknown[] {
  const value = parseJson(text)
  assertNoWrapper(value)
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.length === 0) throw new AppError('BAD_INPUT', 'the array is empty; expected at least one transaction.')
  return items
}

/** Each is recovered by itself, about a millisecond each: a file is judged in bounded time. */
const MAX_SIGNATURES = 10_000

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('BAD_INPUT', 'the file is not valid JSON; expected one transaction or an array of them.')
  }
}

/** A list inside an object is nearly right, and a missing field would be the wrong thing to say of it. */
function assertNoWrapper(value: unknown): void {
  if (typeof value !== 'object' || value === null || 'tx' in value || 'safe' in value) return
  const [key] = Object.entries(value).find(([, inside]) => Array.isArray(inside)) ?? []
  if (key === 'results' || key === 'cases')
    throw new AppError(
      'BAD_INPUT',
      `the file is an object with a list under ${key}; expected one transaction, or that list by itself.`,
    )
}
