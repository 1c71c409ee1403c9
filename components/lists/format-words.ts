import type { ListFormat } from '@/lib/assess/lists/types'

export const FORMAT_WORDS: Readonly<Record<ListFormat, string>> = {
  'ofac-xml': 'OFAC advanced XML',
  plain: 'one address a line',
  csv: 'CSV with a named column',
  json: 'JSON array',
  stix: 'STIX 2.1 bundle',
}
