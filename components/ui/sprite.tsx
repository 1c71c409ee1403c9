'use client'
import type { SymbolTable } from './symbol-table'
import { markSymbols } from './symbols-mark'
import { severitySymbols } from './symbols-severity'
import { stateSymbols } from './symbols-state'

const SYMBOLS = { ...severitySymbols, ...stateSymbols, ...markSymbols } as const satisfies SymbolTable

export type SymbolName = keyof typeof SYMBOLS

/**
 * Every symbol once per page; `Icon` refers to it. In the page rather than a file, so that it inherits colour. A client
 * component is streamed whole: inside an svg, React hides what comes later with a style attribute, which the CSP blocks.
 */
export function Sprite() {
  return (
    <svg className="sprite" aria-hidden="true">
      <defs>
        {Object.entries(SYMBOLS).map(([name, { box, shapes }]) => (
          <symbol key={name} id={name} viewBox={`0 0 ${box} ${box}`}>
            {shapes}
          </symbol>
        ))}
      </defs>
    </svg>
  )
}
