import 'server-only'
import { addressesDigest } from '@/lib/assess/lists/addresses-digest'
import { OfacReader } from '@/lib/assess/lists/ofac-reader'
import { assertReadable, MAX_LIST_BYTES, MAX_OFAC_BYTES } from '@/lib/assess/lists/read-list'
import type { ListFormat } from '@/lib/assess/lists/types'
import { sha256Pieces } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'
import { type ReadListInput, readListInput } from '@/lib/flows/import-list-input'

/** OFAC's whole list at two megabytes a second. */
const OFAC_PATIENCE_MS = 90_000

/** What a list holds where it is kept, or why nothing is taken from there. @param at when it is asked for */
export async function fetchList(
  { io }: Pick<Ctx, 'io'>,
  { url, format }: { readonly url: string; readonly format: ListFormat },
  at: Date,
): Promise<ReadListInput | string> {
  try {
    if (format === 'ofac-xml') return await fetchOfac(io.lists, url)
    const fetched = await io.lists.fetch(url, MAX_LIST_BYTES)
    return fetched.ok ? readListInput({ format, text: fetched.text }, at) : fetched.why
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_INPUT') return error.message
    throw error
  }
}

// Read as it comes: of some eighty megabytes the addresses are all that stays.
async function fetchOfac(lists: Ctx['io']['lists'], url: string): Promise<ReadListInput | string> {
  const [reader, hash] = [new OfacReader(), sha256Pieces()]
  const decoder = new TextDecoder('utf-8')
  let lines = 0
  const take = (text: string) => {
    assertReadable(text, lines)
    reader.push(text)
    lines += text.split('\n').length - 1
  }
  const fetched = await lists.fetchPieces(url, { bytes: MAX_OFAC_BYTES, milliseconds: OFAC_PATIENCE_MS }, (piece) => {
    hash.add(piece)
    take(decoder.decode(piece, { stream: true }))
  })
  if (!fetched.ok) return fetched.why
  take(decoder.decode())
  const read = reader.finish()
  return { ...read, sha256: hash.hex(), addresses: addressesDigest(read.entries) }
}
