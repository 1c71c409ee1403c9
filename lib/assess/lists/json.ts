import { z } from 'zod'
import { EntryCollector } from '@/lib/assess/lists/entry-collector'
import { parseListJson } from '@/lib/assess/lists/parse-json'
import type { ListReading } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

const item = z.union([
  z.string().transform((address) => ({ address, label: '' })),
  z
    .object({ address: z.string(), label: z.string().optional(), name: z.string().optional() })
    .transform(({ address, label, name }) => ({ address, label: label ?? name ?? '' })),
])

/** An array of addresses or of objects with `address`; alone, or as `addresses` of an object (as the FBI’s are kept). */
export function readJsonList(text: string): ListReading {
  const parsed = parseListJson(text)
  const rows = Array.isArray(parsed)
    ? parsed
    : z.object({ addresses: z.array(z.unknown()) }).safeParse(parsed).data?.addresses
  if (!rows) throw new AppError('BAD_INPUT', 'The JSON is neither an array nor an object with an array "addresses".')
  const collector = new EntryCollector()
  for (const [at, row] of rows.entries()) {
    const read = item.safeParse(row)
    const place = `Item ${at + 1}`
    if (!read.success) throw new AppError('BAD_INPUT', `${place} is neither an address nor an object with one.`)
    collector.take(read.data.address, { place, label: read.data.label })
  }
  return collector.reading()
}
