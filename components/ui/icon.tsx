'use client'
import type { SymbolName } from './sprite'

/**
 * Always beside a word or inside a labelled control, so it is hidden from assistive technology. A client component, as
 * whatever draws an svg: see Sprite.
 */
export function Icon({ name }: { name: SymbolName }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`#${name}`} />
    </svg>
  )
}
