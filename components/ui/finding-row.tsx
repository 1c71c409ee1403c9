import { Fragment, type ReactNode } from 'react'
import { type Severity, SeverityMark } from './severity-mark'

export type FindingRowProps = {
  severity: Severity
  /** The rule could not answer: hatched, counted at its severity, never beside the passed ones. */
  isUnanswered?: boolean
  code: string
  title: ReactNode
  detail?: ReactNode
  /** What it is about: clauses, calls, raw fields. */
  refs?: readonly { href: string; label: string }[]
  children?: ReactNode
}

/** One rule's answer, inside `<ul className="find">`. */
export function FindingRow(props: FindingRowProps) {
  const { severity, isUnanswered = false, code, title, detail, refs = [], children } = props
  return (
    <li data-row tabIndex={-1} className={isUnanswered ? 'unk' : severity === 'critical' ? 'crit' : undefined}>
      <div className={isUnanswered ? 'cell' : undefined}>
        <SeverityMark level={isUnanswered ? 'unknown' : severity} />
        {isUnanswered && <span className="counts">counts as {severity}</span>}
      </div>
      <div>
        <h3>{title}</h3>
        {detail !== undefined && <p className="det">{detail}</p>}
        {children}
      </div>
      <div className="ref">
        {refs.map(({ href, label }) => (
          <a key={`${href} ${label}`} href={href}>
            {label}
          </a>
        ))}
        <BreakableCode code={code} />
      </div>
    </li>
  )
}

function BreakableCode({ code }: { code: string }) {
  return code.split(/(?<=_)/).map((word, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ))
}
