import type { Finding, Severity, Verdict } from '@/lib/assess/types'

const VERDICTS: Readonly<Record<Severity, Verdict>> = {
  critical: 'block',
  high: 'warn',
  medium: 'review',
  low: 'ok',
  info: 'ok',
}
const RANK: readonly Verdict[] = ['ok', 'review', 'warn', 'block']

/**
 * The worst finding decides (SPEC §1). `unknown` counts like `fail` at its severity, so a critical rule that could not
 * be answered blocks as surely as one that failed.
 */
export function verdictOf(findings: readonly Finding[]): Verdict {
  return findings.reduce<Verdict>((worst, { outcome, severity }) => {
    const verdict = outcome === 'pass' ? 'ok' : VERDICTS[severity]
    return RANK.indexOf(verdict) > RANK.indexOf(worst) ? verdict : worst
  }, 'ok')
}
