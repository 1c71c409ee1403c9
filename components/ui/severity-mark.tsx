import { Icon } from './icon'
import type { SymbolName } from './sprite'

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'
/** Severity of a finding that fails, or how its rule otherwise ended. */
export type SeverityLevel = Severity | 'unknown' | 'pass'

const LEVEL: Record<SeverityLevel, { symbol: SymbolName; word: string }> = {
  critical: { symbol: 'v-critical', word: 'Critical' },
  high: { symbol: 'v-high', word: 'High' },
  medium: { symbol: 'v-medium', word: 'Medium' },
  low: { symbol: 'v-low', word: 'Low' },
  info: { symbol: 'v-info', word: 'Info' },
  unknown: { symbol: 'v-unknown', word: 'Unanswered' },
  pass: { symbol: 'v-pass', word: 'Passed' },
}

/** Shape, word and colour, in this order of trust. `word` replaces the level's own: "Review". */
export function SeverityMark({ level, word }: { level: SeverityLevel; word?: string }) {
  return (
    <span className={`sev ${level}`}>
      <Icon name={LEVEL[level].symbol} />
      {word ?? LEVEL[level].word}
    </span>
  )
}
