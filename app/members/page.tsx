import type { Metadata } from 'next'
import { Statement } from '@/components/frame/statement'
import { PEOPLE } from '@/components/live/watch'
import { MembersTable } from '@/components/members/members-table'
import { membersHeadline } from '@/components/members/member-words'
import { PermissionMatrix } from '@/components/members/permission-matrix'
import { Section } from '@/components/ui/section'
import { listMembers, maySeeLastSeen } from '@/db/queries/members'
import { ROLES } from '@/lib/flows/actor'
import { FLOWS } from '@/lib/flows/index'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'
import { permissionRows } from './permission-rows'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage() {
  const viewer = await viewerAt('/members')
  const { db, io } = deps()
  const now = io.clock.now()
  const [safes, members] = await Promise.all([readSafesNow(viewer), listMembers(db, viewer)])
  const owned = safes.map((safe) => ({ name: safe.name, owners: safe.now?.state.owners ?? null }))
  const { said, urgent } = membersHeadline(members, owned)
  const hasLastSeen = maySeeLastSeen(viewer)
  return (
    <DeskFrame viewer={viewer} current="/members" watch={PEOPLE} {...deskInstruments(safes, now)}>
      <div className="wrap">
        <Statement
          crumbs={['Members']}
          {...(!hasLastSeen && { asked: 'When others were here last is shown to admins and compliance.' })}
        >
          {said} {urgent !== '' && <b>{urgent}</b>}
        </Statement>
        <Section id="members" title="Members" meta={members.length}>
          <MembersTable
            members={members}
            safes={owned}
            now={now}
            hasLastSeen={hasLastSeen}
            mayPropose={viewer.roles.includes('admin')}
          />
        </Section>
        <Section id="matrix" title="What each role may do" meta="read off the gates that guard each verb" isMetaLong>
          <PermissionMatrix rows={permissionRows(FLOWS)} roles={ROLES} own={viewer.roles} />
          <p className="note matrix-key">
            <span>■ may</span> <span>□ may, not on their own</span> <span>· never</span>
          </p>
        </Section>
      </div>
    </DeskFrame>
  )
}
