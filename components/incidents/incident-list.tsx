import { INCIDENTS, WHAT_TO_CHECK } from '@/lib/assess/incidents'
import { Section } from '../ui/section'

/** What signers saw, what they signed, and what would have shown it. */
export function IncidentList() {
  return INCIDENTS.map(({ id, name, when, loss, seen, done, check, codes, teaches }) => (
    <Section key={id} id={id} title={name} meta={`${when}, ${loss}`} isMetaLong>
      <dl className="incident">
        <dt>What they saw</dt>
        <dd className="say">{seen}</dd>
        <dt>What it did</dt>
        <dd>{done}</dd>
        <dt>What shows it</dt>
        <dd>{check}</dd>
        {codes.length > 0 && (
          <>
            <dt>Found here as</dt>
            <dd>
              <Codes codes={codes} />
            </dd>
          </>
        )}
        {teaches.length > 0 && (
          <>
            <dt>Same trick</dt>
            <dd>
              <Codes codes={teaches} />
            </dd>
          </>
        )}
      </dl>
    </Section>
  ))
}

/** What shows most of them, whatever the trick. */
export function WhatToCheck() {
  return (
    <Section id={WHAT_TO_CHECK} title="What to check, whatever it is" meta="before every signature" isMetaLong>
      <ul>
        <li>The kind of call: operation 1 is never a payment.</li>
        <li>The recipient whole, group by group, against a source other than the page and the history of transfers.</li>
        <li>What really moves, by the simulation and by a run of your own. Unknown is a reason to wait.</li>
        <li>The domain and message hash on the device, against a second machine. Also the third time.</li>
        <li>Gas and refund fields: a desk’s own withdrawals have zeros there.</li>
        <li>Urgency, a transaction that has to be signed again, a change of plan by mail: ask by a way of your own.</li>
      </ul>
    </Section>
  )
}

const Codes = ({ codes }: { codes: readonly string[] }) => (
  <ul className="codes">
    {codes.map((code) => (
      <li key={code}>
        <code>{code}</code>
      </li>
    ))}
  </ul>
)
