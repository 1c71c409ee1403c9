import type { Paid } from '@/db/queries/reports'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import type { Address as AddressText } from 'viem'
import type { Naming } from '../dashboard/naming'
import { Address } from '../ui/address'
import { Section } from '../ui/section'
import { byAsset, shareOf } from './report-rows'
import { ShareTable } from './share-table'

type RecipientsSectionProps = { paid: readonly Paid[]; most: number; nameOf: Naming }

/** Who was paid most, an asset each. */
export function RecipientsSection({ paid, most, nameOf }: RecipientsSectionProps) {
  const groups = byAsset(paid)
  if (groups.length === 0) return null
  return (
    <Section id="recipients" title="Paid by counterparty" meta={groups.length}>
      {groups.map(({ key, asset, rows }) => (
        <ShareTable
          key={key}
          caption={`${displayText(asset.symbol, 24)}, the ${rows.length === 1 ? 'one' : rows.length} who got most${rows.length === most ? ` of all, at most ${most}` : ''}`}
          heads={['Counterparty', 'Paid']}
          rows={rows.map(({ recipient, units }) => ({
            key: recipient,
            name: <Named recipient={recipient as AddressText} nameOf={nameOf} />,
            words: displayText(formatMoney(units, asset), 80),
            share: shareOf(units, rows),
          }))}
        />
      ))}
    </Section>
  )
}

function Named({ recipient, nameOf }: { recipient: AddressText; nameOf: Naming }) {
  const known = nameOf(recipient) ?? { provenance: 'unknown' as const, source: 'no name here' }
  const name = known.name === undefined ? undefined : displayText(known.name, 80)
  return <Address address={recipient} {...known} name={name} layout="line" />
}
