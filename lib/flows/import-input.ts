import 'server-only'
import { z } from 'zod'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import type { TransactionCase } from '@/lib/verify/types'
import { CALLDATA_LIMIT_BYTES, IMPORT_LIMIT_BYTES } from '@/lib/verify/limits'
import { readOneCase, signatureCount } from '@/lib/verify/read-file'

const MAX_NOTE = 500
/** Each is recovered at every look at the page. No Safe in use has as many owners. */
export const MAX_IMPORT_SIGNATURES = 100
/** An operation above does not fit the hashed struct: there is no hash to know it by. */
const MAX_OPERATION = 255

/** `chainId` and `version` stand in for what the text does not say, as in what the service answers. */
export const importInput = z.strictObject({
  text: z
    .string()
    .refine((text) => text.trim() !== '', 'Nothing is here yet. Paste or choose a transaction.')
    .refine((text) => Buffer.byteLength(text) <= IMPORT_LIMIT_BYTES, 'One import has up to 1 MB.'),
  chainId: z.string().trim().max(20).optional(),
  version: z.string().trim().max(20).optional(),
  note: z
    .string()
    .trim()
    .max(MAX_NOTE)
    // Notes are shown to everybody and logged; a signature is shown to nobody.
    .refine(
      // However it is broken up.
      (text) => !/[0-9a-fA-F]{128}/.test(text.replace(/[^0-9a-zA-Z]/g, '')),
      'Leave signatures out of the note. They belong in the transaction.',
    )
    .transform((text) => displayText(text, MAX_NOTE))
    .default(''),
})

/**
 * The pasted transaction, every field checked by the offline verifier's own reader.
 * @throws AppError BAD_INPUT that names the field; what a signature holds is never in it
 */
export function readImport(given: Pick<z.output<typeof importInput>, 'text' | 'chainId' | 'version'>): TransactionCase {
  const { text, chainId, version } = given
  const read = readHushed(text, { ...(chainId ? { chainId } : {}), ...(version ? { version } : {}) })
  const count = signatureCount({ ...read, context: {} })
  if (count > MAX_IMPORT_SIGNATURES)
    throw refusal('signatures', `There are ${count} signatures; up to ${MAX_IMPORT_SIGNATURES} are taken.`)
  if (read.tx.operation > MAX_OPERATION)
    throw refusal('operation', `Field operation is ${read.tx.operation}; above 255 a SafeTx has no hash.`)
  const bytes = (read.tx.data.length - 2) / 2
  if (bytes > CALLDATA_LIMIT_BYTES)
    throw refusal(
      'data',
      `Field data has ${bytes} bytes; a node takes up to ${CALLDATA_LIMIT_BYTES}, so nobody can send it.`,
    )
  return read
}

const refusal = (field: string, message: string) => new AppError('BAD_INPUT', message, [{ field, message }])

function readHushed(...pasted: Parameters<typeof readOneCase>): TransactionCase {
  try {
    return readOneCase(...pasted)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const [problem] = error.problems
    const field = hidden(problem?.field ?? '') || 'text'
    if (problem !== undefined && /(^|\.)(signatures?|confirmations)\b/.test(problem.field))
      throw refusal(field, `Field ${field} is not what belongs there. ${problem.message}`)
    const line = error.message.replace(/^item 0, field (.+?), is /s, 'Field $1 is ').replace(/^item 0 /, 'This ')
    throw refusal(field, hidden(line.charAt(0).toUpperCase() + line.slice(1)))
  }
}

// Halves of a signature look like any other 32 bytes, and may stand anywhere in what somebody pasted by mistake. Only an
// address is shorter than what is left of one where a line is cut.
// Broken up, or written otherwise than as hex, they are no shorter.
const hidden = (text: string) =>
  text.replace(/(0x)?[0-9a-fA-F]{41,}/g, '(bytes, not shown)').replace(/"[^"]{45,}("|…)/g, '"(text, not shown)"')
