import { judgeableCodes } from '@/lib/assess/needs'
import { RULES } from '@/lib/assess/rules/index'
import { type Facts, type Finding, type Rule, SEVERITIES } from '@/lib/assess/types'

/**
 * What every rule says about a transaction: failures and unknowns, and one `pass` for each rule that found nothing of
 * medium severity or worse. A rule that throws could not answer: `unknown` at its worst code, never silence. A code that
 * needs what nobody was bound to have, and nobody gave, is not judged at all (`notChecked`). Without a run that succeeds
 * silence about its effects is no `pass`.
 */
export function runRules(facts: Facts, rules: readonly Rule[] = RULES): readonly Finding[] {
  return rules.flatMap((rule) => {
    const codes = judgeableCodes(rule, facts)
    if (codes.length === 0) return []
    const findings = judged(rule, codes, facts).filter(
      ({ code, outcome }) => outcome === 'fail' || codes.includes(code),
    )
    const answered = codes.filter((code) => hasRun(facts) || !needsRun(rule, code))
    return isClean(findings) && !findings.some(({ outcome }) => outcome === 'pass') && answered.length > 0
      ? [...findings, passOf(rule, answered)]
      : findings
  })
}

// Nothing found in a run that there was not says nothing. Why there was none is a finding of its own, and blocks.
const hasRun = ({ effects }: Facts): boolean => effects.kind === 'simulated' && effects.status === 'success'

const needsRun = ({ needs }: Rule, code: string): boolean => needs?.[code]?.includes('simulation') === true

function judged(rule: Rule, codes: readonly string[], facts: Facts): readonly Finding[] {
  try {
    return rule.judge(facts)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : 'Error'
    return [
      {
        ...passOf(rule, codes),
        outcome: 'unknown',
        sentence: `${rule.title} could not be judged. Nobody can approve until it is.`,
        evidence: [{ label: 'Reason', value: reason }],
      },
    ]
  }
}

const isClean = (findings: readonly Finding[]) =>
  findings.every(({ outcome, severity }) => outcome === 'pass' || severity === 'info' || severity === 'low')

function passOf({ id, title, codes }: Rule, judgeable: readonly string[]): Finding {
  const [worst] = Object.entries(codes)
    .filter(([code]) => judgeable.includes(code))
    .sort(([, a], [, b]) => SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a))
  if (!worst) throw new Error(`rule ${id} has no codes`)
  const [code, severity] = worst
  return { rule: id, code, severity, outcome: 'pass', path: '', sentence: `${title}: nothing found.`, evidence: [] }
}
