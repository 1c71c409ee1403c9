import type { Metadata } from 'next'
import Link from 'next/link'
import { Ledger } from '@/components/dashboard/ledger'
import { namingOf } from '@/components/dashboard/naming'
import { Statement } from '@/components/frame/statement'
import { WITHDRAWALS } from '@/components/live/watch'
import { AccountingForm } from '@/components/withdrawals/accounting-form'
import { FilterForm } from '@/components/withdrawals/filter-form'
import { countText, filterWords, searchHeadline } from '@/components/withdrawals/filter-words'
import { NoWithdrawals } from '@/components/withdrawals/no-withdrawals'
import { readStart } from '@/components/withdrawals/page-address'
import { Pager } from '@/components/withdrawals/pager'
import { readFilter, type SearchParams } from '@/components/withdrawals/read-filter'
import { Section } from '@/components/ui/section'
import { readFreezePlaces } from '@/db/queries/freezes'
import { listPeople } from '@/db/queries/members'
import { listAssets, listContacts, listSafes } from '@/db/queries/safes'
import { countWaiting, searchWithdrawals } from '@/db/queries/withdrawal-search'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../demo-place'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Withdrawals' }

const PAGE_SIZE = 50

type WithdrawalsPageProps = { searchParams: Promise<SearchParams> }

/** Reads rows alone: the list stands also while no chain answers. */
export default async function WithdrawalsPage({ searchParams }: WithdrawalsPageProps) {
  const viewer = await viewerAt('/withdrawals')
  const { db, io } = deps()
  const now = io.clock.now()
  const params = await searchParams
  const [safes, assets, people, contacts, waiting, places] = await Promise.all([
    listSafes(db, viewer),
    listAssets(db, viewer),
    listPeople(db, viewer),
    listContacts(db, viewer, now),
    countWaiting(db, viewer),
    readFreezePlaces(db, viewer),
  ])
  const choices = { safes, assets, people }
  const read = readFilter(params, choices)
  const page = await searchWithdrawals(db, viewer, { filter: read.filter, start: readStart(params), size: PAGE_SIZE })
  const { said, urgent } = searchHeadline(read.filter, { ...page, waiting })
  const active = filterWords(read, choices)
  return (
    <DeskFrame
      viewer={viewer}
      current="/withdrawals"
      watch={WITHDRAWALS}
      waitingCount={waiting}
      {...deskInstruments([], now)}
    >
      <div className="wrap">
        <Statement crumbs={['Withdrawals']} {...(active.length > 0 && { asked: `${active.join('. ')}.` })}>
          {said} {urgent !== '' && <b>{urgent}</b>}
        </Statement>
        <FilterForm read={read} choices={choices} />
      </div>
      <div className="wrap desk">
        <Section
          id="found"
          title={active.length > 0 ? 'Withdrawals that match' : 'Every withdrawal'}
          meta={`newest first, ${page.lines.length} shown of ${countText(page.matching)}`}
        >
          {page.lines.length === 0 ? (
            <NoWithdrawals page={page} typed={read.typed} />
          ) : (
            <Ledger
              lines={page.lines}
              caption="Withdrawals, newest first"
              nameOf={namingOf(contacts, safes)}
              now={now}
              hasHeads
              hasStaging
            />
          )}
        </Section>
        <Pager page={page} typed={read.typed} />
        <p className="note">
          <Link href="/withdrawals/reports" prefetch={false}>
            Reports
          </Link>{' '}
          show what was paid, to whom, and how long approvals took.
        </p>
        {viewer.roles.some((role) => role === 'compliance' || role === 'admin') && (
          <Section id="accounting" title="Accounting">
            <AccountingForm
              viewer={{
                installation: places?.organisation.id ?? '',
                memberId: viewer.memberId,
                isDemo: demoPlace(viewer.memberId) !== null,
              }}
              today={now.toISOString().slice(0, 10)}
            />
          </Section>
        )}
      </div>
    </DeskFrame>
  )
}
