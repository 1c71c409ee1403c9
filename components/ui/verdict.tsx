import type { ReactNode } from 'react'
import { Icon } from './icon'
import { SeverityMark } from './severity-mark'
import type { SymbolName } from './sprite'

export type VerdictName = 'block' | 'warn' | 'review' | 'ok'

const VERDICT: Record<VerdictName, { symbol: SymbolName; word: string }> = {
  block: { symbol: 'v-critical', word: 'Blocked.' },
  warn: { symbol: 'v-high', word: 'Warning.' },
  review: { symbol: 'v-medium', word: 'Review.' },
  ok: { symbol: 'v-pass', word: '' },
}

/** One line of words under the statement; filled only when it blocks, without a word when all is well. */
export function Verdict({
  verdict,
  children,
  detail,
}: {
  verdict: VerdictName
  children: ReactNode
  detail?: ReactNode
}) {
  const { symbol, word } = VERDICT[verdict]
  return (
    <div className={`verdict ${verdict}`}>
      <Icon name={symbol} />
      <p>
        {word && <strong>{word}</strong>} {children}
      </p>
      {detail !== undefined && <p>{detail}</p>}
    </div>
  )
}

/** The same verdict in a row of the desk: of the last review, which a list or a freeze may have come after. */
export function VerdictMark({ verdict }: { verdict: VerdictName }) {
  if (verdict === 'block') return <SeverityMark level="critical" word="Blocked" />
  if (verdict === 'warn') return <SeverityMark level="high" word="Warning" />
  if (verdict === 'review') return <SeverityMark level="medium" word="Review" />
  return <SeverityMark level="pass" word="Nothing found when last judged" />
}
