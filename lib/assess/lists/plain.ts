import { EntryCollector } from '@/lib/assess/lists/entry-collector'
import type { ListReading } from '@/lib/assess/lists/types'

/** One address a line; empty lines and lines that begin with # are not read. */
export function readPlainList(text: string): ListReading {
  const collector = new EntryCollector()
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries())
    if (line.trim() !== '' && !line.trimStart().startsWith('#')) collector.take(line, { place: `Line ${at + 1}` })
  return collector.reading()
}
