import Link from 'next/link'
import type { DeliveryPage, DeliveryPlace } from '@/db/queries/deliveries'
import { buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'
import { DeliveriesTable } from './deliveries-table'
import { deliveryHref } from './delivery-place'

type DeliveriesSectionProps = {
  page: DeliveryPage
  asked: { readonly after: DeliveryPlace | null; readonly isDeadOnly: boolean }
  now: Date
}

/** What left the desk, or did not: all of it, page by page, or what was given up alone. */
export function DeliveriesSection({ page: { lines, older }, asked, now }: DeliveriesSectionProps) {
  const { after, isDeadOnly } = asked
  return (
    <Section
      id="deliveries"
      title="Delivery log"
      meta={`${isDeadOnly ? 'given up' : 'newest first'}, ${lines.length} shown`}
    >
      <p className="entry-actions">
        <Link
          className={buttonClass('quiet')}
          href={deliveryHref({ after: null, isDeadOnly: !isDeadOnly })}
          prefetch={false}
        >
          {isDeadOnly ? 'Show all deliveries' : 'Show only what was given up'}
        </Link>
      </p>
      {lines.length === 0 ? (
        <EmptyState
          title={
            after !== null
              ? 'There is nothing older.'
              : isDeadOnly
                ? 'Nothing was given up.'
                : 'Nothing left the desk yet.'
          }
        >
          Mail to members who gave an address, and the webhook, where the worker is set up for them.
        </EmptyState>
      ) : (
        <DeliveriesTable lines={lines} now={now} />
      )}
      {(after !== null || older !== null) && (
        <nav className="pager" aria-label="Pages of the delivery log">
          {after !== null && (
            <Link className={buttonClass('quiet')} href={deliveryHref({ after: null, isDeadOnly })} prefetch={false}>
              Newest deliveries
            </Link>
          )}
          {older !== null && (
            <Link className={buttonClass('quiet')} href={deliveryHref({ after: older, isDeadOnly })} prefetch={false}>
              Older deliveries
            </Link>
          )}
        </nav>
      )}
    </Section>
  )
}
