import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChangeMemberForm } from '@/components/proposals/change-member-form'
import { peopleWords } from '@/components/proposals/policy-state'
import { Section } from '@/components/ui/section'
import { listAgreed } from '@/db/queries/agreed-changes'
import { listMembers } from '@/db/queries/members'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'

export const metadata: Metadata = { title: 'Change a member' }

type ChangeMemberPageProps = { searchParams: Promise<{ member?: string | string[] }> }

export default async function ChangeMemberPage({ searchParams }: ChangeMemberPageProps) {
  const { member: id } = await searchParams
  const viewer = await viewerAt(`/admin/propose/change-member?member=${String(id)}`)
  const { db, io } = deps()
  const [members, agreed] = await Promise.all([listMembers(db, viewer), listAgreed(db, viewer, ['change-member'])])
  const found = members.find((one) => one.id === id)
  if (!found) notFound()
  const { version, roles, isActive } = found
  const by = agreed.find(({ body }) => {
    const asked = body as { memberId?: string; version?: number }
    return asked.memberId === found.id && asked.version === version - 1
  })
  const name = displayText(found.name, 80)
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Change a member"
      statement={`${name} is ${roles.join(' and ')}${isActive ? '' : ', switched off'}.`}
      asked="A person who leaves is switched off, never deleted: what they did stays theirs."
    >
      <Section id="member" title={name}>
        <ChangeMemberForm
          key={found.id}
          person={await readPerson(viewer)}
          member={{ id: found.id, name, version, roles, isActive }}
          says={by === undefined ? '' : peopleWords(by, io.clock.now())}
        />
      </Section>
    </AdminFrame>
  )
}
