'use client'
import { Fragment } from 'react'
import { describeCode } from '@/lib/assess/rules/catalogue'
import { incidentsWith } from '@/lib/assess/incidents'

/** Why a finding matters and what people do about it. */
export default function FindingAdvice({ code, isUnanswered }: { code: string; isUnanswered: boolean }) {
  const entry = describeCode(code)
  if (entry === null) return null
  const happened = incidentsWith(code)
  // The verifier that is opened from disk has no such page beside it.
  const isOffline = location.protocol === 'file:'
  return (
    <dl className="advice">
      <dt>{isUnanswered ? 'It looks for' : 'Found when'}</dt>
      <dd>{entry.when}</dd>
      <dt>{isUnanswered ? 'If it is there' : 'Matters'}</dt>
      <dd>{entry.why}</dd>
      <dt>Do</dt>
      <dd>
        {isUnanswered
          ? 'Nothing says that it is there, and nothing says that it is not. It counts until somebody can tell.'
          : entry.act}
      </dd>
      {!isUnanswered && happened.length > 0 && (
        <>
          <dt>Happened</dt>
          <dd>
            {happened.map(({ id, name, when }, at) => (
              <Fragment key={id}>
                {at > 0 && '; '}
                {isOffline ? name : <a href={`/incidents#${id}`}>{name}</a>}, {when}
              </Fragment>
            ))}
          </dd>
        </>
      )}
    </dl>
  )
}
