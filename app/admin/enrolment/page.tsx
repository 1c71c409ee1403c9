import type { Metadata } from 'next'
import { EnrolmentList } from '@/components/enrolment/enrolment-list'
import { Statement } from '@/components/frame/statement'
import { PEOPLE } from '@/components/live/watch'
import { EmptyState } from '@/components/ui/empty-state'
import { type EnrolmentLine, listEnrolment } from '@/db/queries/enrolment'
import { readInstallation } from '@/db/queries/safes'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../../demo-place'
import { DeskFrame } from '../../desk-frame'
import { viewerAt } from '../../viewer-at'

export const metadata: Metadata = { title: 'Enrolment' }

export default async function EnrolmentPage() {
  const viewer = await viewerAt('/admin/enrolment')
  const frame = { viewer, current: null, watch: PEOPLE, instruments: [] } as const
  if (!viewer.roles.includes('admin'))
    return (
      <DeskFrame {...frame}>
        <div className="wrap head">
          <h1 className="statement">Admins enrol others.</h1>
          <EmptyState title={`You are ${viewer.roles.join(' and ')}.`}>
            Your own passkeys and sessions are under my security.
          </EmptyState>
        </div>
      </DeskFrame>
    )
  const { db, io, origin } = deps()
  const now = io.clock.now()
  const [lines, installation] = await Promise.all([
    listEnrolment(db, viewer, new URL(origin).hostname, now),
    readInstallation(db),
  ])
  const person = {
    memberId: viewer.memberId,
    name: viewer.name,
    installation: installation?.id ?? '',
    isDemo: demoPlace(viewer.memberId) !== null,
  }
  return (
    <DeskFrame {...frame}>
      <div className="wrap">
        <Statement
          crumbs={['Enrolment']}
          asked="A code works once, for one address, for half an hour. You vouch for whom you give it to."
        >
          {headline(lines)}
        </Statement>
        <EnrolmentList lines={lines} person={person} now={now} />
      </div>
    </DeskFrame>
  )
}

function headline(lines: readonly EnrolmentLine[]): string {
  const without = lines.filter(({ passkeys }) => passkeys.length === 0)
  const [only] = without
  if (only === undefined) return 'Everybody has a passkey here.'
  return without.length === 1
    ? `${displayText(only.name, 80)} has no passkey here.`
    : `${without.length} members have no passkey here.`
}
