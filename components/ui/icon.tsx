import type { SymbolName } from './sprite'

/** Always beside a word or inside a labelled control, so it is hidden from assistive technology. */
export function Icon({ name }: { name: SymbolName }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`#${name}`} />
    </svg>
  )
}
