import Link from 'next/link'
import type { PolicyLine } from '@/db/queries/policies'
import { displayText } from '@/lib/core/display-text'
import { buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'
import { peopleWords, stateWords } from './policy-state'
import { VetoButton } from './veto-button'

type PoliciesSectionProps = { lines: readonly PolicyLine[]; now: Date; mayPropose: boolean; mayVeto: boolean }

/** What counts on each Safe, what cools and can still be vetoed, and what counted before. */
export function PoliciesSection({ lines, now, mayPropose, mayVeto }: PoliciesSectionProps) {
  return (
    <Section id="policies" title="Policies" meta={lines.filter(({ state }) => state === 'active').length}>
      {lines.length === 0 ? (
        <EmptyState title="No Safe has a policy yet.">Nothing leaves a Safe without one.</EmptyState>
      ) : (
        <ul className="choices">
          {lines.map((line) => (
            <li key={`${line.policy.id} ${line.policy.version}`} data-row tabIndex={-1}>
              <span>
                <b>{displayText(line.safeName, 80)}</b> version {line.policy.version}, {stateWords(line, now)}
                {line.by !== null && <span className="sub">{peopleWords(line.by, now)}</span>}
                <span className="sub">{line.policy.rules.map(({ name }) => displayText(name, 120)).join(' · ')}</span>
              </span>
              {line.state === 'active' && mayPropose && (
                <Link
                  className={buttonClass('quiet')}
                  href={`/admin/propose/change-policy?safe=${line.safeId}`}
                  prefetch={false}
                >
                  Change it<span className="sr"> for {displayText(line.safeName, 80)}</span>
                </Link>
              )}
              {line.state === 'cooling' && mayVeto && (
                <VetoButton
                  policyId={line.policy.id}
                  version={line.policy.version}
                  safeName={displayText(line.safeName, 80)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
