import type { Volume } from '@/db/queries/reports'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'
import { byAsset, everyWeek, shareOf } from './report-rows'
import { ShareTable } from './share-table'

/** What was paid, week by week, an asset each. */
export function VolumeSection({ volumes }: { volumes: readonly Volume[] }) {
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
    </Section>
  )
}
