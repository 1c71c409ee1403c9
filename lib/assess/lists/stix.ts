import { z } from 'zod'
import { EntryCollector } from '@/lib/assess/lists/entry-collector'
import { parseListJson } from '@/lib/assess/lists/parse-json'
import type { ListReading } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

const bundle = z.object({ type: z.literal('bundle'), objects: z.array(z.looseObject({ type: z.string() })) })
const wallet = z.object({ value: z.string(), name: z.string().optional() })
const indicator = z.object({ pattern: z.string(), name: z.string().optional(), revoked: z.boolean().optional() })

const COMPARISON = /\[?\s*cryptocurrency-wallet:(?:value|address)\s*=\s*'([^']*)'/gi

/**
 * A STIX 2.1 bundle: indicators whose pattern names wallets, and cryptocurrency-wallet objects. Other objects are context
 * and are not read; what is revoked is no longer listed.
 */
export function readStixList(text: string): ListReading {
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
      if (read.data.revoked !== true) takePattern(collector, read.data, place)
    }
  }
  return collector.reading()
}

// A pattern that speaks of wallets in words this reader does not know would be an address that nobody blocks.
function takePattern(
  collector: EntryCollector,
  { pattern, name = '' }: z.output<typeof indicator>,
  place: string,
): void {
  const found = [...pattern.matchAll(COMPARISON)]
  const told = pattern.match(/cryptocurrency-wallet:/gi)?.length ?? 0
  if (found.length !== told)
    throw new AppError('BAD_INPUT', `${place} compares a wallet with something else than = and a value.`)
  for (const [, value = ''] of found) collector.take(value, { place, label: name })
}
