import 'server-only'
import { z } from 'zod'
import type { Address, Hash, Hex } from 'viem'
import { getAddress } from 'viem/utils'
import type { Json } from '@/lib/core/canonical'
import { displayText, readableText } from '@/lib/core/display-text'
import type { Digest } from '@/lib/core/digest'

const MIN_REASON_LENGTH = 8
const MAX_REASON_LENGTH = 500
const MAX_WORDS_LENGTH = 1000

/** Shapes that several verbs take. */
export const withdrawalIdInput = z.string().regex(/^W-\d{1,12}$/, 'A withdrawal is named W- and a number.')
export const proposalIdInput = z.string().regex(/^P-\d{1,12}$/, 'A proposal is named P- and a number.')
/** A Safe's nonce as decimal text, since JSON has no integers of that size. */
export const nonceInput = z
  .string()
  .regex(/^\d{1,77}$/, 'A nonce is a whole number.')
  .transform((digits) => BigInt(digits))
export const digestInput = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Digest)
export const hashInput = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hash)
export const addressInput = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'An address is 0x and 40 hex digits.')
  .transform((text): Address => getAddress(text.toLowerCase()))
export const signatureInput = z
  .string()
  .regex(/^0x[0-9a-fA-F]{130}$/, 'An owner signature is 65 bytes.')
  .transform((text) => text.toLowerCase() as Hex)

/** Any JSON, as its kind reads it later. */
export const jsonInput = z.json() as z.ZodType<Json, Json>

/** Words that somebody writes for others to read, made safe to show. @param refusal where nothing of them is readable */
export const wordsInput = (refusal: string) =>
  z
    .string()
    .trim()
    .max(MAX_WORDS_LENGTH)
    .refine((text) => readableText(text) !== '', refusal)
    .transform((text) => displayText(text, MAX_WORDS_LENGTH))

/** A sentence that somebody writes for others to read, made safe to show. @param refusal where fewer than 8 characters are readable */
export const reasonInput = (refusal: string) =>
  z
    .string()
    .trim()
    .max(MAX_REASON_LENGTH)
    .refine((text) => readableText(text).length >= MIN_REASON_LENGTH, refusal)
    .transform((text) => displayText(text, MAX_REASON_LENGTH))
