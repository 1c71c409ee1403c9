import type { ReactNode } from 'react'
import { Icon } from './icon'
import type { SymbolName } from './sprite'

/** A counted list behind one line, open in print. */
export function Fold({ symbol, summary, children }: { symbol?: SymbolName; summary: ReactNode; children: ReactNode }) {
  return (
    <details className="more">
      <summary>
        {symbol !== undefined && <Icon name={symbol} />}
        {summary}
      </summary>
      {children}
    </details>
  )
}
