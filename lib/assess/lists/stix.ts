import { z } from 'zod'
import { EntryCollector } from '@/lib/assess/lists/entry-collector'
import { parseListJson } from '@/lib/assess/lists/parse-json'
import type { ListReading } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

const bundle = z.object({ type: z.literal('bundle'), objects: z.array(z.looseObject({ type: z.string() })) })
const wallet = z.object({ value: z.string(), name: z.string().optional() })
const indicator = z.object({
  pattern: z.string(),
  name: z.string().optional(),
  revoked: z.boolean().optional(),
  valid_from: z.unknown().optional(),
  valid_until: z.unknown().optional(),
})

/** RFC 3339 in UTC, as STIX 2.1 has it (section 3.2). */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/

const COMPARISON = /\[?\s*cryptocurrency-wallet:(?:value|address)\s*=\s*'([^']*)'/gi

/**
 * A STIX 2.1 bundle: indicators whose pattern names wallets, and cryptocurrency-wallet objects. Other objects are context
 * and are not read; what is revoked or over (`valid_until`) is no longer listed, and what begins later counts from then.
 */
export function readStixList(text: string, now: Date): ListReading {
  const parsed = bundle.safeParse(parseListJson(text))
  if (!parsed.success) throw new AppError('BAD_INPUT', 'This is no STIX bundle: it needs type "bundle" and "objects".')
  const collector = new EntryCollector()
  for (const [at, object] of parsed.data.objects.entries()) {
    const place = `Object ${at + 1}`
    const type = object.type.toLowerCase()
    if (type === 'cryptocurrency-wallet') {
      const read = wallet.safeParse(object)
      if (!read.success) throw new AppError('BAD_INPUT', `${place} is a wallet without a value.`)
      collector.take(read.data.value, { place, label: read.data.name ?? '' })
    }
    if (type === 'indicator') {
      const read = indicator.safeParse(object)
      if (!read.success) throw new AppError('BAD_INPUT', `${place} is an indicator without a pattern.`)
      if (read.data.revoked !== true) takePattern(collector, read.data, { place, now })
    }
  }
  return collector.reading()
}

// A pattern that speaks of wallets in words this reader does not know would be an address that nobody blocks.
function takePattern(
  collector: EntryCollector,
  { pattern, name = '', valid_from: from, valid_until: until }: z.output<typeof indicator>,
  { place, now }: { readonly place: string; readonly now: Date },
): void {
  const found = [...pattern.matchAll(COMPARISON)]
  const told = pattern.match(/cryptocurrency-wallet:/gi)?.length ?? 0
  if (found.length !== told)
    throw new AppError('BAD_INPUT', `${place} compares a wallet with something else than = and a value.`)
  if (told === 0) return
  const [validFrom, end] = [timeOf(from, place, 'valid_from'), timeOf(until, place, 'valid_until')]
  if (end !== undefined && validFrom !== undefined && end <= validFrom)
    throw new AppError('BAD_INPUT', `${place} is over before it begins: valid_until is not after valid_from.`)
  const isExpired = end !== undefined && end <= now.toISOString()
  for (const [, value = ''] of found) collector.take(value, { place, label: name, validFrom, isExpired })
}

/** ISO time to the millisecond, so that two spellings of one time are one. */
function timeOf(value: unknown, place: string, field: string): string | undefined {
  if (value === undefined) return undefined
  const time = typeof value === 'string' && TIMESTAMP.test(value) ? new Date(value) : null
  if (time === null || Number.isNaN(time.getTime()))
    throw new AppError('BAD_INPUT', `${place} has a ${field} that is no time in UTC, such as 2026-01-01T00:00:00Z.`)
  return time.toISOString()
}
