import { readAbi } from '@/lib/decode/read-abi'
import { DraftFault } from './use-proposal'

/**
 * Functions as typed, one a line, or those of a pasted ABI that change something; ascending, each once, as two people will
 * read them.
 * @throws DraftFault at the field for JSON that is no ABI
 */
export function readFunctions(typed: string, field: string): string[] {
  const text = typed.trim()
  const lines = /^[[{]/.test(text) ? functionsOfAbi(text, field) : text.split('\n').map(tidied)
  return [...new Set(lines.filter((line) => line !== ''))].sort((one, other) => (one < other ? -1 : 1))
}

const tidied = (line: string): string =>
  line
    .trim()
    .replace(/^function\s+/, '')
    .replace(/;$/, '')
    .replace(/\)\s*(?:(?:external|public|payable|nonpayable|virtual|override)\b\s*)+$/, ')')
    .replace(/\s+/g, ' ')

function functionsOfAbi(text: string, field: string): readonly string[] {
  const read = readAbi(withoutReads(parsed(text, field)))
  if (!read.ok) throw new DraftFault(field, `This ABI ${read.fault}.`)
  return Object.values(read.functions)
}

// What only reads is nothing that a Safe would be made to call.
function withoutReads(json: unknown): unknown {
  const entries: unknown = Array.isArray(json) ? json : (json as { abi?: unknown }).abi
  if (!Array.isArray(entries)) return json
  return entries.filter((entry: { stateMutability?: unknown } | null) =>
    typeof entry?.stateMutability === 'string' ? !['view', 'pure'].includes(entry.stateMutability) : true,
  )
}

function parsed(text: string, field: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new DraftFault(field, `This is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
}
