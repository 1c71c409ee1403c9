import { describeCode } from '@/lib/assess/rules/catalogue'
import { RULE_SET, RULES } from '@/lib/assess/rules/index'
import { SEVERITIES } from '@/lib/assess/types'

/** lib/assess/rules/README.md: every code with its severity, condition and what to do, from the registry of rules. */
export function rulesPage(): string {
  const rows = RULES.flatMap(({ title, codes, drifts }) =>
    Object.entries(codes).map(([code, severity]) => ({ code, severity, title, drifts: drifts === true })),
  ).sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || (a.code < b.code ? -1 : 1))
  const merged = rows.filter(({ code }, at) => rows.findIndex((row) => row.code === code) === at)
  const lines = merged.map(({ code, severity, drifts }) => {
    const entry = describeCode(code)
    const titles = rows.flatMap((row) => (row.code === code ? [row.title] : [])).join('; ')
    return `| ${code} | ${severity} | ${titles}${drifts ? ', judged again at each look' : ''} | ${entry?.when ?? ''} ${entry?.why ?? ''} | ${entry?.act ?? ''} |`
  })
  return `# Rules

What \`${RULE_SET}\` looks for, worst first. Critical blocks, high is acknowledged by name and reason, medium is shown, low and info
are told. Written by \`npm run build:rules\` from the rules and \`catalogue.ts\` beside it; a test compares.

<!-- prettier-ignore -->
| code | severity | rule | when, and why it matters | what to do |
|---|---|---|---|---|
${lines.join('\n')}
`
}
