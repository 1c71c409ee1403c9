import { RULES } from '@/lib/assess/rules/index'
import { type Facts, type Finding, type Rule, SEVERITIES } from '@/lib/assess/types'

/**
 * What every rule says about a transaction: failures and unknowns, and one `pass` for each rule that found nothing of
 * medium severity or worse. A rule that lacks a fact it needs says nothing; one that throws could not answer: `unknown`
 * at its worst code, never silence.
 */
export function runRules(facts: Facts, rules: readonly Rule[] = RULES): readonly Finding[] {
  return rules.flatMap((rule) => {
    if (rule.needs !== undefined && facts[rule.needs] === undefined) return []
    const findings = judged(rule, facts)
    return isClean(findings) && !findings.some(({ outcome }) => outcome === 'pass')
      ? [...findings, passOf(rule)]
      : findings
  })
}

function judged(rule: Rule, facts: Facts): readonly Finding[] {
  try {
    return rule.judge(facts)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : 'Error'
    return [
      {
        ...passOf(rule),
        outcome: 'unknown',
        sentence: `${rule.title} could not be judged. Nobody can approve until it is.`,
        evidence: [{ label: 'Reason', value: reason }],
      },
    ]
  }
}

const isClean = (findings: readonly Finding[]) =>
  findings.every(({ outcome, severity }) => outcome === 'pass' || severity === 'info' || severity === 'low')

function passOf({ id, title, codes }: Rule): Finding {
  const [worst] = Object.entries(codes).sort(([, a], [, b]) => SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a))
  if (!worst) throw new Error(`rule ${id} has no codes`)
  const [code, severity] = worst
  return { rule: id, code, severity, outcome: 'pass', path: '', sentence: `${title}: nothing found.`, evidence: [] }
}
