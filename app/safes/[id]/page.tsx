import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { namingOf } from '@/components/dashboard/naming'
import type { SafeNow } from '@/components/dashboard/safe-now'
import { WITHDRAWALS } from '@/components/live/watch'
import type { GapFill } from '@/components/safes/queue-section'
import { SafeOverview } from '@/components/safes/safe-overview'
import { listMembers } from '@/db/queries/members'
import { readPolicyVersion, readRecordedSafe } from '@/db/queries/recorded-safe'
import { listQueue } from '@/db/queries/safe-queue'
import { listSeenAt } from '@/db/queries/seen-transfers'
import { listContacts, readInstallation } from '@/db/queries/safes'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../../demo-place'
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
  const [safes, members, queue, recorded, seen, contacts, installation, policyVersion] = await Promise.all([
    readSafesNow(viewer),
    listMembers(db, viewer),
    listQueue(db, viewer, id),
    readRecordedSafe(db, viewer, id),
    listSeenAt(db, viewer, id),
    listContacts(db, viewer, now),
    readInstallation(db),
    readPolicyVersion(db, viewer, id),
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
        seen={seen}
        nameOf={namingOf(contacts, safes)}
        now={now}
        fill={fillOf(viewer, safe, installation?.id ?? null, policyVersion)}
      />
    </DeskFrame>
  )
}

// The chain must have said which nonce is next: without it nobody knows what is a gap.
function fillOf(
  { memberId, roles }: MemberActor,
  safe: SafeNow,
  installation: string | null,
  policyVersion: number | null,
): GapFill | null {
  const mayFill = roles.includes('initiator') || roles.includes('signer')
  if (!mayFill || safe.now === null || installation === null || policyVersion === null) return null
  const { id, name, chainId, address, version, now } = safe
  return {
    ...{ safe: { chainId, address, version }, safeId: id, safeName: name, threshold: now.threshold },
    ...{ policyVersion, installation, memberId, isDemo: demoPlace(memberId) !== null },
  }
}
