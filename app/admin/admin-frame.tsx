import type { ReactNode } from 'react'
import { Statement } from '@/components/frame/statement'
import { PROPOSALS } from '@/components/live/watch'
import { nearTime } from '@/components/review/times'
import type { Person } from '@/components/security/person'
import { EmptyState } from '@/components/ui/empty-state'
import { listOwnPasskeys } from '@/db/queries/member'
import { readInstallation } from '@/db/queries/safes'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../demo-place'
import { DeskFrame } from '../desk-frame'
import { firstUse } from './first-use'

type AdminFrameProps = {
  viewer: MemberActor
  crumb: string
  /** The one thing this page says. */
  statement: ReactNode
  asked: string
  children: ReactNode
}

/** A page that only admins act on; others read why. */
export async function AdminFrame({ viewer, crumb, statement, asked, children }: AdminFrameProps) {
  const isAdmin = viewer.roles.includes('admin')
  const { db, io, origin } = deps()
  const now = io.clock.now()
  const own = (await listOwnPasskeys(db, viewer)).filter(({ rpId }) => rpId === new URL(origin).hostname)
  const from = firstUse(
    own.map(({ usableFrom }) => usableFrom),
    now,
  )
  return (
    <DeskFrame viewer={viewer} current="/admin" watch={PROPOSALS} instruments={[]}>
      <div className="wrap">
        <Statement crumbs={['Admin', crumb]} asked={asked}>
          {statement}
        </Statement>
        {isAdmin && from !== null && (
          <p className="say">
            Your passkey is new. It counts from {nearTime(from, now)}; before that the desk refuses what you confirm here. Look
            around, and come back then.
          </p>
        )}
        {isAdmin ? (
          children
        ) : (
          <EmptyState title={`You are ${viewer.roles.join(' and ')}.`}>
            Admins propose changes, and agree to them.
          </EmptyState>
        )}
      </div>
    </DeskFrame>
  )
}

/** The viewer as a step-up binds them. */
export async function readPerson(viewer: MemberActor): Promise<Person> {
  const installation = await readInstallation(deps().db)
  return {
    ...{ memberId: viewer.memberId, name: viewer.name, installation: installation?.id ?? '' },
    isDemo: demoPlace(viewer.memberId) !== null,
  }
}
