import { displayText } from '@/lib/core/display-text'
import { utcDay } from '../review/times'
import { Copy } from '../ui/copy'
import { EmptyState } from '../ui/empty-state'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import type { OwnerFact } from './owner-facts'

type OwnersSectionProps = { owners: readonly OwnerFact[]; meta: string }

/** §2: every owner address whole, and who proved to hold it. */
export function OwnersSection({ owners, meta }: OwnersSectionProps) {
  return (
    <Section id="s2" number="§2" title="Owners" meta={meta} isMetaLong>
      {owners.length === 0 ? (
        <EmptyState title="Its owners are not known here.">The chain holds them, and it was not read.</EmptyState>
      ) : (
        <table className="led stack owners" role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                Owner
              </th>
              <th scope="col" role="columnheader">
                Person
              </th>
              <th scope="col" role="columnheader">
                Proven
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {owners.map((owner) => (
              <OwnerRow key={owner.address} owner={owner} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

function OwnerRow({ owner: { address, holder } }: { owner: OwnerFact }) {
  return (
    <tr role="row" data-row tabIndex={-1} className={holder === null ? 'nobody' : undefined}>
      <th scope="row" role="rowheader" className="full">
        <HexGroups hex={address} />{' '}
        <Copy value={address} what={holder === null ? 'unclaimed owner address' : `owner address of ${holder.name}`} />
      </th>
      {holder === null ? (
        <td role="cell" colSpan={2} className="full">
          <span>Nobody claimed it</span>
        </td>
      ) : (
        <>
          <td role="cell">
            <b>{displayText(holder.name, 80)}</b>
            {!holder.isActive && <span className="sub critc">no longer active</span>}
          </td>
          <td role="cell" className="end-narrow">
            {utcDay(holder.provenAt)}
          </td>
        </>
      )}
    </tr>
  )
}
