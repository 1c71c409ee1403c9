import 'server-only'
import { z } from 'zod'
import { addressesDigest } from '@/lib/assess/lists/addresses-digest'
import { MAX_LIST_BYTES, readList } from '@/lib/assess/lists/read-list'
import { LIST_FORMATS, type ListFormat, type ListReading } from '@/lib/assess/lists/types'
import { displayText } from '@/lib/core/display-text'
import { type Digest, sha256Hex } from '@/lib/core/digest'

const shown = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'This must not be empty.')
    .max(max)
    .transform((text) => displayText(text, max))

export const importListInput = z.strictObject({
  listId: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'A list is named by 2 to 40 of a–z, 0–9 and -.'),
  name: shown(80),
  /** Where the text is from, such as the address of the page. */
  source: shown(300),
  format: z.enum(LIST_FORMATS),
  maxAgeHours: z.int().min(1).max(8760, 'A list is stale after a year at the latest.'),
  text: z.string().min(1, 'The list is empty.').max(MAX_LIST_BYTES),
})

export type ImportListInput = z.output<typeof importListInput>

export type ReadListInput = ListReading & { readonly sha256: Digest; readonly addresses: Digest }

/** What an import holds, whoever brings it. @throws AppError BAD_INPUT naming row or line and reason */
export function readListInput(
  { format, text }: { readonly format: ListFormat; readonly text: string },
  now: Date,
): ReadListInput {
  const read = readList(format, text, now)
  return { ...read, sha256: sha256Hex(text), addresses: addressesDigest(read.entries) }
}
