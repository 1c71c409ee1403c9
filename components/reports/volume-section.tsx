import Link from 'next/link'
import type { Volume } from '@/db/queries/reports'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'
import { byAsset, everyWeek, shareOf } from './report-rows'
import { ShareTable } from './share-table'

/** What was paid, week by week, an asset each. */
export function VolumeSection({ volumes, calls }: { volumes: readonly Volume[]; calls: number }) {
  const groups = byAsset(volumes)
  return (
    <Section id="volume" title="Paid by asset" meta={groups.length}>
      {groups.length === 0 && <EmptyState title="Nothing was paid in these days.">Choose other days above.</EmptyState>}
      {groups.map(({ key, asset, rows, total, payments }) => {
        const weeks = everyWeek(rows)
        return (
          <ShareTable
            key={key}
            caption={`${displayText(total, 80)} on ${findChain(asset.chainId)?.name ?? `chain ${asset.chainId}`}, ${payments} ${payments === 1 ? 'payment' : 'payments'}`}
            heads={['Week from', 'Paid']}
            rows={weeks.map(({ week, units }) => ({
              ...{ key: week, name: week, words: displayText(formatMoney(units, asset), 80) },
              share: shareOf(units, weeks),
            }))}
          />
        )
      })}
      {calls > 0 && (
        <p className="note">
          {calls === 1 ? 'One call of a contract was' : `${calls} calls of contracts were`} executed, too. What{' '}
          {calls === 1 ? 'it' : 'they'} took along is not counted here: it stands on{' '}
          <Link className="link" href="/withdrawals?state=executed" prefetch={false}>
            {calls === 1 ? 'its' : 'their'} own pages
          </Link>
          .
        </p>
      )}
    </Section>
  )
}
