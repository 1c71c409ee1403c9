import { AppError } from '@/lib/core/errors'
import { displayText } from '@/lib/core/display-text'
import { evidencePackShape, logExportShape } from '@/lib/audit/shape'
import type { EvidencePack, LogExport } from '@/lib/audit/types'

export const EXPORT_LIMIT_BYTES = 20 * 1024 * 1024

// A call tree nests at most 1024 calls deep on chain, each with a list and an object.
const MAX_DEPTH = 2200

/**
 * Reads the text of a log export or evidence pack.
 * @throws AppError BAD_INPUT with one line that says what is wrong and where
 */
export function readExport(text: string): LogExport | EvidencePack {
  const value = parseJson(text)
  // Readers differ on a repeated key and on huge numbers; evidence has to read the same everywhere.
  if (countMembers(value, MAX_DEPTH) !== countColons(text)) throw refuse('A key is written twice in one object.')
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
  const shape = format === 'countersign-log/1' ? logExportShape : evidencePackShape
  if (format !== 'countersign-log/1' && format !== 'countersign-evidence/1')
    throw refuse(
      'The file is no Countersign export: its format is neither countersign-log/1 nor countersign-evidence/1.',
    )
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw refuse(
    `The file is damaged at ${displayText(issue?.path.join('.') || 'its top')}: ${displayText(issue?.message ?? '')}.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refuse(`The file is not valid JSON: ${displayText(error instanceof Error ? error.message : '', 120)}.`)
  }
}

function countMembers(value: unknown, depth: number): number {
  if (depth === 0) throw refuse('The file nests deeper than any export does.')
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw refuse('A number in the file is too large to be exact.')
  if (typeof value !== 'object' || value === null) return 0
  const members: unknown[] = Object.values(value)
  let count = Array.isArray(value) ? 0 : members.length
  for (const member of members) count += countMembers(member, depth - 1)
  return count
}

// In valid JSON every colon outside a string belongs to one written member.
function countColons(text: string): number {
  let colons = 0
  let isInString = false
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place]
    if (character === '"') isInString = !isInString
    else if (character === '\\') place += 1
    else if (character === ':' && !isInString) colons += 1
  }
  return colons
}

const refuse = (sentence: string): AppError => new AppError('BAD_INPUT', sentence)
