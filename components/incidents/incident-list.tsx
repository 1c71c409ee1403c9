import { INCIDENTS } from '@/lib/assess/incidents'
import { Section } from '../ui/section'

/** What signers saw, what they signed, and what would have shown it. */
export function IncidentList() {
  return INCIDENTS.map(({ id, name, when, loss, seen, done, check, codes }) => (
    <Section key={id} id={id} title={name} meta={`${when}, ${loss}`} isMetaLong>
      <dl className="incident">
        <dt>What they saw</dt>
        <dd className="say">{seen}</dd>
        <dt>What it did</dt>
        <dd>{done}</dd>
        <dt>What shows it</dt>
        <dd>{check}</dd>
        <dt>Found here as</dt>
        <dd>
          <ul className="codes">
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </Section>
  ))
}
