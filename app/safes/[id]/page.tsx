import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { namingOf } from '@/components/dashboard/naming'
import { WITHDRAWALS } from '@/components/live/watch'
import { SafeOverview } from '@/components/safes/safe-overview'
import { listMembers } from '@/db/queries/members'
import { readRecordedSafe } from '@/db/queries/recorded-safe'
import { listQueue } from '@/db/queries/safe-queue'
import { listContacts } from '@/db/queries/safes'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../../desk-frame'
import { deskInstruments } from '../../desk-instruments'
import { readSafesNow } from '../../safes-now'
import { viewerAt } from '../../viewer-at'

type SafeRouteProps = { params: Promise<{ id: string }> }

export const metadata: Metadata = { title: 'Safe' }

export default async function SafeRoute({ params }: SafeRouteProps) {
  const { id } = await params
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) notFound()
  const viewer = await viewerAt(`/safes/${id}`)
  const { db, io } = deps()
  const now = io.clock.now()
  const [safes, members, queue, recorded, contacts] = await Promise.all([
    readSafesNow(viewer),
    listMembers(db, viewer),
    listQueue(db, viewer, id),
    readRecordedSafe(db, viewer, id),
    listContacts(db, viewer, now),
  ])
  const safe = safes.find((one) => one.id === id)
  if (!safe) notFound()
  return (
    <DeskFrame
      viewer={viewer}
      current="/safes"
      subject={{ safeId: safe.id }}
      watch={{ ...WITHDRAWALS, safe: safe.id }}
      {...deskInstruments(safes, now)}
    >
      <SafeOverview
        safe={safe}
        members={members}
        queue={queue}
        recorded={recorded}
        nameOf={namingOf(contacts, safes)}
        now={now}
      />
    </DeskFrame>
  )
}
