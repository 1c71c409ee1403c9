import 'server-only'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import { z } from 'zod'
import { findChain } from '@/lib/chains/index'
import { displayText, readableText } from '@/lib/core/display-text'

// A body is bound word for word by two people, so nothing in it is put right: it is written as it will stand, or refused.

/** An address with its EIP-55 checksum. */
export const exactAddress = z.custom<Address>(
  (value) =>
    typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value) && getAddress(value.toLowerCase()) === value,
  'An address is 0x and 40 hex digits with its checksum.',
)

/** Words for people: nothing hidden in them, no space around them. */
export const plainWords = (most: number) =>
  z
    .string()
    .min(1, 'Write something here.')
    .max(most, `At most ${most} characters.`)
    .refine(
      (text) => text === text.trim() && readableText(text) === text,
      'Leave out spaces around it, and hidden characters.',
    )
    .refine((text) => displayText(text, most) === text, 'It holds characters that would be shown otherwise.')

/** An id that people choose: it stands in the log for ever. */
export const slug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,63}$/,
    'Use lower-case letters, digits and hyphens, at most 64, beginning with a letter or digit.',
  )

export const registeredChain = z.int().refine((id) => findChain(id) !== null, 'This desk does not know that chain.')

export const bodyDigest = z.string().regex(/^0x[0-9a-f]{64}$/, 'A digest is 0x and 64 hex digits.')
