import type { ReactNode } from 'react'
import { Icon } from './icon'
import type { SymbolName } from './sprite'

type FoldProps = { symbol?: SymbolName; summary: ReactNode; onOpen?: () => void; children: ReactNode }

/** A counted list behind one line, open in print. */
export function Fold({ symbol, summary, onOpen, children }: FoldProps) {
  return (
    <details className="more" onToggle={onOpen && ((event) => event.currentTarget.open && onOpen())}>
      <summary>
        {symbol !== undefined && <Icon name={symbol} />}
        {summary}
      </summary>
      {children}
    </details>
  )
}
