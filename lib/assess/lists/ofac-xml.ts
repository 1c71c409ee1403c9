import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'
import { EntryCollector, listFault } from '@/lib/assess/lists/entry-collector'
import type { ListReading } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

/** Elements that repeat, so that one of them reads like many. */
const REPEATED = ['FeatureType', 'DistinctParty', 'Profile', 'Feature', 'FeatureVersion', 'VersionDetail']
REPEATED.push('Identity', 'Alias', 'DocumentedName', 'DocumentedNamePart')

const CURRENCY = /^Digital Currency Address - /

const text = z.union([z.string(), z.object({ '#text': z.string().optional() }).transform((it) => it['#text'] ?? '')])
const list = <Item extends z.ZodType>(item: Item) => z.array(item).default([])
const feature = z.object({
  '@ID': z.string().default('without ID'),
  '@FeatureTypeID': z.string(),
  FeatureVersion: list(z.object({ VersionDetail: list(text) })),
})
const namePart = z.object({ NamePartValue: text })
const name = z.object({ DocumentedNamePart: list(namePart) })
const profile = z.object({
  Identity: list(z.object({ Alias: list(z.object({ DocumentedName: list(name) })) })),
  Feature: list(feature),
})
const sanctions = z.object({
  Sanctions: z.object({
    ReferenceValueSets: z.object({
      FeatureTypeValues: z.object({ FeatureType: list(z.object({ '@ID': z.string(), '#text': z.string() })) }),
    }),
    DistinctParties: z.object({ DistinctParty: list(z.object({ Profile: list(profile) })) }),
  }),
})

/**
 * OFAC’s SDN list in its advanced XML: every feature of a type "Digital Currency Address - …". An address of the form 0x…
 * counts on every EVM chain, whatever currency it stands under. Entities are off and a document type is refused.
 */
export function readOfacXml(xml: string): ListReading {
  const { ReferenceValueSets, DistinctParties } = parse(xml)
  const types = new Map(
    ReferenceValueSets.FeatureTypeValues.FeatureType.flatMap((type) =>
      CURRENCY.test(type['#text']) ? [[type['@ID'], type['#text'].replace(CURRENCY, '')]] : [],
    ),
  )
  if (types.size === 0)
    throw new AppError('BAD_INPUT', 'The list names no feature type "Digital Currency Address - …".')
  const collector = new EntryCollector()
  for (const one of DistinctParties.DistinctParty.flatMap((party) => party.Profile))
    for (const { '@ID': id, '@FeatureTypeID': type, FeatureVersion } of one.Feature) {
      if (!types.has(type)) continue
      const details = FeatureVersion.flatMap(({ VersionDetail }) => VersionDetail)
      if (details.length === 0) throw listFault(`Feature ${id}`, 'is an address of a currency and holds none.')
      for (const detail of details) collector.take(detail, { place: `Feature ${id}`, label: nameOf(one) })
    }
  return collector.reading()
}

function parse(xml: string) {
  // Before any parser sees it: an entity can be a file of this machine, or grow without end.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    throw new AppError('BAD_INPUT', 'The XML declares a document type. Lists have none.')
  const fault = XMLValidator.validate(xml)
  if (fault !== true) throw listFault(`Line ${fault.err.line}`, `is no whole XML: ${fault.err.msg} It may be cut off.`)
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true },
    ...{ processEntities: false, parseTagValue: false, parseAttributeValue: false },
    isArray: (tag) => REPEATED.includes(tag),
  })
  const read = sanctions.safeParse(parser.parse(xml))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new AppError(
      'BAD_INPUT',
      `This is not OFAC’s advanced XML: ${issue?.path.join('/') ?? ''} is missing or odd.`,
    )
  }
  return read.data.Sanctions
}

function nameOf({ Identity }: z.output<typeof profile>): string {
  const [first] = Identity.flatMap(({ Alias }) => Alias).flatMap(({ DocumentedName }) => DocumentedName)
  return first?.DocumentedNamePart.map(({ NamePartValue }) => NamePartValue).join(' ') ?? ''
}
