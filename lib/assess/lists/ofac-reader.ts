import { SaxesParser } from 'saxes'
import { EntryCollector, listFault, MAX_LIST_ROWS } from '@/lib/assess/lists/entry-collector'
import type { ListReading } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

const CURRENCY = /^Digital Currency Address - /
const DECLARATION = /<!(DOCTYPE|ENTITY)/i
const DEEPEST = 64
/** So many characters without the end of an element or a comment are no list, and nothing is kept of them. */
const LONGEST_PIECE = 1_000_000
const STEP = 65_536

const TYPES = 'Sanctions/ReferenceValueSets/FeatureTypeValues'
const PARTIES = 'Sanctions/DistinctParties'
const PROFILE = `${PARTIES}/DistinctParty/Profile`
const NAME = `${PROFILE}/Identity/Alias/DocumentedName`
const NAME_PART = `${NAME}/DocumentedNamePart/NamePartValue`
const FEATURE = `${PROFILE}/Feature`
const DETAIL = `${FEATURE}/FeatureVersion/VersionDetail`

type Feature = { readonly id: string; readonly type: string; readonly details: string[] }
type Profile = { names: number; readonly name: string[]; readonly features: Feature[]; details: number }

/**
 * OFAC’s SDN list in its advanced XML, read as it comes, one party at a time: every feature of a type "Digital Currency
 * Address - …". An address of the form 0x… counts on every EVM chain, whatever currency it stands under. A document type is
 * refused, so there are no entities but those of XML itself.
 */
export class OfacReader {
  readonly #parser = new SaxesParser({ xmlns: false })
  readonly #collector = new EntryCollector()
  readonly #types = new Set<string>()
  readonly #path: string[] = []
  /** Elements that a list must have and that ended. */
  readonly #seen = new Set<string>()
  #type: string | null = null
  #profile: Profile | null = null
  #text: string | null = null
  #since = 0
  #tail = ''

  constructor() {
    this.#parser.on('error', ({ message }) => {
      throw listFault(
        `Line ${this.#parser.line}`,
        `is no whole XML: ${message.replace(/^\d+:\d+: /, '')} It may be cut off.`,
      )
    })
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes))
    this.#parser.on('text', (text) => this.#add(text))
    this.#parser.on('cdata', (text) => this.#add(text))
    this.#parser.on('closetag', () => this.#close())
  }

  /** Takes the next piece of the text. @throws AppError BAD_INPUT naming line or feature, and reason */
  push(text: string): void {
    for (let at = 0; at < text.length; at += STEP) this.#take(text.slice(at, at + STEP))
  }

  /** @throws AppError BAD_INPUT where it is not whole, or not this kind of list */
  finish(): ListReading {
    this.#parser.close()
    for (const path of [TYPES, PARTIES]) if (!this.#seen.has(path)) throw oddList(path)
    return this.#collector.reading()
  }

  #take(piece: string): void {
    // Before the parser sees it: an entity can be a file of this machine, or grow without end.
    if (DECLARATION.test(this.#tail + piece))
      throw new AppError('BAD_INPUT', 'The XML declares a document type. Lists have none.')
    this.#tail = piece.slice(-'<!DOCTYPE'.length)
    const end = piece.lastIndexOf('>')
    this.#since = end < 0 ? this.#since + piece.length : piece.length - end
    if (this.#since > LONGEST_PIECE)
      throw listFault(`Line ${this.#parser.line}`, `holds a piece of more than ${LONGEST_PIECE} characters.`)
    this.#parser.write(piece)
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#path.push(name.slice(name.indexOf(':') + 1))
    if (this.#path.length > DEEPEST) throw listFault(`Line ${this.#parser.line}`, 'is nested deeper than any list.')
    const path = this.#path.join('/')
    if (this.#path.length === 1 && path !== 'Sanctions') throw oddList('Sanctions')
    // What is an address is told by the types, so they come first, as OFAC writes them.
    if (path === PARTIES) this.#assertTypes()
    if (path === `${TYPES}/FeatureType`) this.#type = required(attributes['ID'], path)
    if (path === PROFILE) this.#profile = { names: 0, name: [], features: [], details: 0 }
    if (path === NAME && this.#profile) this.#profile.names += 1
    if (path === FEATURE)
      this.#profile?.features.push({
        ...{ id: attributes['ID'] ?? 'without ID', type: required(attributes['FeatureTypeID'], path), details: [] },
      })
    if (path === DETAIL || path === NAME_PART || path === `${TYPES}/FeatureType`) this.#text = ''
  }

  #add(text: string): void {
    if (this.#text !== null) this.#text += text
  }

  #close(): void {
    const path = this.#path.join('/')
    const text = ownCopy(this.#text?.trim() ?? '')
    if (path === `${TYPES}/FeatureType` && this.#type !== null && CURRENCY.test(text)) this.#types.add(this.#type)
    if (path === NAME_PART && this.#profile?.names === 1) this.#profile.name.push(text)
    if (path === DETAIL) this.#keepDetail(text)
    if (path === PROFILE) this.#endProfile()
    if (path === TYPES || path === PARTIES) this.#seen.add(path)
    if (path === DETAIL || path === NAME_PART || path === `${TYPES}/FeatureType`) this.#text = null
    this.#path.pop()
  }

  #assertTypes(): void {
    if (!this.#seen.has(TYPES)) throw oddList(TYPES)
    if (this.#types.size === 0)
      throw new AppError('BAD_INPUT', 'The list names no feature type "Digital Currency Address - …".')
  }

  #keepDetail(text: string): void {
    const feature = this.#profile?.features.at(-1)
    if (!this.#profile || !feature || !this.#types.has(feature.type)) return
    this.#profile.details += 1
    if (this.#profile.details > MAX_LIST_ROWS)
      throw listFault(`Feature ${feature.id}`, `is beyond the most that a list holds, ${MAX_LIST_ROWS} rows.`)
    feature.details.push(text)
  }

  #endProfile(): void {
    const { name = [], features = [] } = this.#profile ?? {}
    for (const { id, type, details } of features) {
      if (!this.#types.has(type)) continue
      if (details.length === 0) throw listFault(`Feature ${id}`, 'is an address of a currency and holds none.')
      for (const detail of details) this.#collector.take(detail, { place: `Feature ${id}`, label: name.join(' ') })
    }
    this.#profile = null
  }
}

/** Of its own: what is cut out of a piece would keep all of that piece in memory. */
const ownCopy = (text: string): string => ` ${text}`.slice(1)

function required(value: string | undefined, path: string): string {
  if (value === undefined) throw oddList(path)
  return value
}

const oddList = (path: string) =>
  new AppError('BAD_INPUT', `This is not OFAC’s advanced XML: ${path} is missing or odd.`)
