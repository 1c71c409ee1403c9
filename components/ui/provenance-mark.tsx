import { Icon } from './icon'
import type { SymbolName } from './sprite'

export type Provenance = 'book' | 'own' | 'official' | 'unknown' | 'cooling'

const SQUARE: Record<Provenance, SymbolName> = {
  book: 's-book',
  own: 's-own',
  official: 's-off',
  unknown: 's-none',
  cooling: 's-none',
}

/** The square is the shape, the words are the meaning. */
export function ProvenanceMark({ provenance, source }: { provenance: Provenance; source: string }) {
  return (
    <span className="prov">
      <Icon name={SQUARE[provenance]} />
      {source}
    </span>
  )
}
