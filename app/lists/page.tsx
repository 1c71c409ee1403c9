import type { Metadata } from 'next'
import { Statement } from '@/components/frame/statement'
import { AddressForm } from '@/components/lists/address-form'
import { ImportListForm } from '@/components/lists/import-list-form'
import { ListsTable } from '@/components/lists/lists-table'
import { OnwardSection } from '@/components/lists/onward-section'
import { SeenSection } from '@/components/safes/seen-section'
import { LISTS } from '@/components/live/watch'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { readFreezePlaces } from '@/db/queries/freezes'
import { readLists } from '@/db/queries/lists'
import { listOnward, readOnwardStandings } from '@/db/queries/onward'
import { listSeen } from '@/db/queries/seen-transfers'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../demo-place'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Lists' }

export default async function ListsPage() {
  const viewer = await viewerAt('/lists')
  const { db, io } = deps()
  const now = io.clock.now()
  const [lines, seen, onward, standings, safes, places] = await Promise.all([
    readLists(db, viewer, now),
    listSeen(db, viewer, ['listed-sender']),
    listOnward(db, viewer),
    readOnwardStandings(db, viewer),
    readSafesNow(viewer),
    readFreezePlaces(db, viewer),
  ])
  const mayImport = viewer.roles.some((role) => role === 'admin' || role === 'compliance')
  const isStale = lines.some((line) => line.isStale)
  const acting = {
    installation: places?.organisation.id ?? '',
    memberId: viewer.memberId,
    isDemo: demoPlace(viewer.memberId) !== null,
    isAdmin: viewer.roles.includes('admin'),
  }
  return (
    <DeskFrame viewer={viewer} current="/lists" watch={LISTS} {...deskInstruments(safes, now)}>
      <div className="wrap">
        <Statement
          crumbs={['Lists']}
          asked="Whom a list names is neither paid, allowed nor called. A list that is too old to tell stops every payment."
        >
          {lines.length === 0 ? 'No list is set up.' : isStale ? <b>A list is stale.</b> : 'Every list is fresh.'}
        </Statement>
        <Section id="lists" title="Lists" meta={lines.length}>
          {lines.length === 0 ? (
            <EmptyState title="No address is compared with a list.">
              Payments go on without it, and every review says so. An admin or compliance imports one below.
            </EmptyState>
          ) : (
            <ListsTable lines={lines} now={now} viewer={mayImport ? acting : null} />
          )}
        </Section>
        <SeenSection lines={seen} title="Money that came from a listed address" namesSafe />
        <OnwardSection lines={onward} standings={standings} now={now} />
        <Section id="search" title="Search an address">
          <AddressForm address="" problem={null} />
        </Section>
        <Section id="import" title="Import a list">
          {mayImport ? <ImportListForm viewer={acting} /> : <p className="note">Admins and compliance import lists.</p>}
        </Section>
      </div>
    </DeskFrame>
  )
}
