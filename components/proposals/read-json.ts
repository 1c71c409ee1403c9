import type { Json } from '@/lib/core/canonical'
import { DraftFault } from './use-proposal'

/** JSON as typed. @throws DraftFault at the field, with the reader's own reason */
export function readJson(text: string, field: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new DraftFault(field, `This is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
}
