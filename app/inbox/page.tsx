import type { Metadata } from 'next'
import Link from 'next/link'
import { Statement } from '@/components/frame/statement'
import { inboxHeadline } from '@/components/inbox/inbox-headline'
import { NoticesTable } from '@/components/inbox/notices-table'
import { DeliveriesSection } from '@/components/inbox/deliveries-section'
import { readDeliveryQuery } from '@/components/inbox/delivery-place'
import { NotifyAtSection } from '@/components/inbox/notify-at-section'
import { readBelow } from '@/components/inbox/read-below'
import { NOTICES } from '@/components/live/watch'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { listDeliveries } from '@/db/queries/deliveries'
import { countUnread, listNotices, readNotifyAddress } from '@/db/queries/notices'
import { deps } from '@/lib/session/deps'
import { readPerson } from '../admin/admin-frame'
import { DeskFrame } from '../desk-frame'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Inbox' }

const PAGE_SIZE = 50

type InboxPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads rows alone: what concerns somebody is readable while no chain answers. */
export default async function InboxPage({ searchParams }: InboxPageProps) {
  const viewer = await viewerAt('/inbox')
  const { db, io } = deps()
  const now = io.clock.now()
  const query = await searchParams
  const below = readBelow(query)
  const asked = readDeliveryQuery(query)
  const [page, unread, address, deliveries, person] = await Promise.all([
    listNotices(db, viewer, { below, size: PAGE_SIZE }),
    countUnread(db, viewer),
    readNotifyAddress(db, viewer),
    listDeliveries(db, viewer, { ...asked, size: PAGE_SIZE }),
    readPerson(viewer),
  ])
  return (
    <DeskFrame viewer={viewer} current="/inbox" watch={NOTICES} instruments={[]}>
      <div className="wrap">
        <Statement crumbs={['Inbox']} asked="Made of the log, for you alone. Reading one decides nothing.">
          {inboxHeadline(unread)}
        </Statement>
        <Section id="notices" title="Notices" meta={`newest first, ${page.lines.length} shown`}>
          {page.lines.length === 0 ? (
            <EmptyState title={below === null ? 'Nothing was told to you yet.' : 'There is nothing older.'}>
              What waits for you, is ready, executed, held or frozen, and what others propose to change, comes here.
            </EmptyState>
          ) : (
            <NoticesTable lines={page.lines} now={now} />
          )}
        </Section>
        {(below !== null || page.older !== null) && (
          <nav className="pager" aria-label="Pages">
            {below !== null && (
              <Link className={buttonClass('quiet')} href="/inbox" prefetch={false}>
                Newest notices
              </Link>
            )}
            {page.older !== null && (
              <Link className={buttonClass('quiet')} href={`/inbox?below=${page.older}`} prefetch={false}>
                Older notices
              </Link>
            )}
          </nav>
        )}
        <NotifyAtSection key={address ?? ''} current={address} person={person} />
        {viewer.roles.includes('admin') && <DeliveriesSection page={deliveries} asked={asked} now={now} />}
      </div>
    </DeskFrame>
  )
}
