import type { Metadata } from 'next'
import Link from 'next/link'
import { namingOf } from '@/components/dashboard/naming'
import { Statement } from '@/components/frame/statement'
import { PoliciesSection } from '@/components/proposals/policies-section'
import { OverridesTable } from '@/components/reports/overrides-table'
import { PeriodForm } from '@/components/reports/period-form'
import { QuorumSection } from '@/components/reports/quorum-section'
import { readPeriod } from '@/components/reports/read-period'
import { RecipientsSection } from '@/components/reports/recipients-section'
import { VolumeSection } from '@/components/reports/volume-section'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { listPolicies } from '@/db/queries/policies'
import { countCalls, listOverrides, readLargestRecipients, readQuorumTimes, readVolumes } from '@/db/queries/reports'
import { listContacts, listSafes } from '@/db/queries/safes'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../../desk-frame'
import { deskInstruments } from '../../desk-instruments'
import { viewerAt } from '../../viewer-at'

export const metadata: Metadata = { title: 'Reports' }

const MOST_RECIPIENTS = 10

type ReportsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads rows alone: what was paid, to whom, how long approvals took, and what was let go on. */
export default async function ReportsPage({ searchParams }: ReportsPageProps) {
  const viewer = await viewerAt('/withdrawals/reports')
  const { db, io } = deps()
  const now = io.clock.now()
  const { period, ...typed } = readPeriod(await searchParams, now)
  const none = { from: now, until: now }
  const [volumes, calls, paid, quorums, overrides, policies, safes, contacts] = await Promise.all([
    readVolumes(db, viewer, period ?? none),
    countCalls(db, viewer, period ?? none),
    readLargestRecipients(db, viewer, period ?? none, MOST_RECIPIENTS),
    readQuorumTimes(db, viewer, period ?? none),
    listOverrides(db, viewer, period ?? none),
    listPolicies(db, viewer),
    listSafes(db, viewer),
    listContacts(db, viewer, now),
  ])
  const payments = volumes.reduce((sum, one) => sum + one.payments, 0)
  return (
    <DeskFrame viewer={viewer} current="/withdrawals" {...deskInstruments([], now)}>
      <div className="wrap">
        <Statement
          crumbs={[
            <Link key="withdrawals" href="/withdrawals" prefetch={false}>
              Withdrawals
            </Link>,
            'Reports',
          ]}
          asked={`From ${typed.from} until ${typed.until}, UTC, by when the desk saw each final.`}
        >
          {payments === 0 ? 'Nothing was paid.' : payments === 1 ? 'One payment.' : `${payments} payments.`}
        </Statement>
        <PeriodForm {...typed} />
        <VolumeSection volumes={volumes} calls={calls} />
        <RecipientsSection paid={paid} most={MOST_RECIPIENTS} nameOf={namingOf(contacts, safes)} />
        <QuorumSection seconds={quorums} />
        <Section id="overrides" title="Let go on" meta={overrides.length}>
          {overrides.length === 0 ? (
            <EmptyState title="Nothing that was held was let go on.">
              A release by compliance stands here with its reason.
            </EmptyState>
          ) : (
            <OverridesTable overrides={overrides} now={now} />
          )}
        </Section>
        <PoliciesSection lines={policies} now={now} mayPropose={false} mayVeto={false} />
        <Section id="freezes" title="Freezes">
          <p className="note">
            Every freeze and who lifted it stands under{' '}
            <Link href="/freezes" prefetch={false}>
              Freezes
            </Link>
            .
          </p>
        </Section>
      </div>
    </DeskFrame>
  )
}
