import type { ReactNode } from 'react'
import type { FieldProblem } from '@/lib/core/errors'
import { AreaField } from '../ui/area-field'

type PolicyAreaProps = {
  label: string
  value: string
  onChange: (text: string) => void
  hint: string
  /** As the desk names them, each below `body.policy`. */
  problems: readonly FieldProblem[]
}

/** A policy as JSON, everything that is wrong with it by its path, and the schema that says what may stand in it. */
export function PolicyArea({ label, value, onChange, hint, problems }: PolicyAreaProps) {
  return (
    <AreaField
      id="policy-json"
      label={label}
      face="bytes"
      rows={22}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={
        <>
          {hint} What may stand where is in the{' '}
          <a href="/api/policy-schema" target="_blank" rel="noreferrer">
            schema of policies
          </a>
          ; an editor checks it while you type where <code>$schema</code> names that address.
        </>
      }
      error={problems.length === 0 ? undefined : <Problems problems={problems} />}
    />
  )
}

function Problems({ problems }: { problems: readonly FieldProblem[] }): ReactNode {
  return (
    <span>
      {problems.length > 1 && <span className="each">{problems.length} things are wrong.</span>}
      {problems.map(({ field, message }, place) => (
        <span className="each" key={`${field} ${place}`}>
          {field.replace(/^body\./, '')}: {message}
        </span>
      ))}
    </span>
  )
}
