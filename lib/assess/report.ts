import type { EvidenceLine, Finding, Severity } from '@/lib/assess/types'

type Details = { readonly path?: string; readonly sentence: string; readonly evidence?: readonly EvidenceLine[] }

/** What a rule says with: the severity always comes from the rule's own list of codes. */
export type Reporter<Code extends string> = {
  readonly fail: (code: Code, details: Details) => Finding
  readonly pass: (code: Code, sentence: string) => Finding
  readonly unknown: (code: Code, details: Details) => Finding
}

/** A reporter for one rule. */
export function reporter<Code extends string>(rule: string, codes: Readonly<Record<Code, Severity>>): Reporter<Code> {
  const finding = (code: Code, outcome: Finding['outcome'], details: Details): Finding => ({
    rule,
    code,
    outcome,
    severity: codes[code],
    path: details.path ?? '',
    sentence: details.sentence,
    evidence: details.evidence ?? [],
  })
  return {
    fail: (code, details) => finding(code, 'fail', details),
    pass: (code, sentence) => finding(code, 'pass', { sentence }),
    unknown: (code, details) => finding(code, 'unknown', details),
  }
}

/** What rules of the desk's own past say where that could not be read: each code is unanswered, at its own severity. */
export function pastUnread<Code extends string>(
  say: Reporter<Code>,
  codes: Readonly<Record<Code, Severity>>,
): readonly Finding[] {
  const sentence = 'What this desk did before could not be read, so nothing says what is usual.'
  return (Object.keys(codes) as Code[]).map((code) => say.unknown(code, { sentence }))
}
