import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RenewForm } from '@/components/proposals/renew-form'
import { Section } from '@/components/ui/section'
import { readPendingInvitation } from '@/db/queries/enrolment'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'

export const metadata: Metadata = { title: 'Renew an invitation' }

type RenewPageProps = { searchParams: Promise<{ member?: string | string[] }> }

export default async function RenewInvitationPage({ searchParams }: RenewPageProps) {
  const { member: id } = await searchParams
  const viewer = await viewerAt(`/admin/propose/renew-invitation?member=${String(id)}`)
  const found = typeof id === 'string' ? await readPendingInvitation(deps().db, viewer, id) : null
  if (!found) notFound()
  const name = displayText(found.name, 80)
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Renew an invitation"
      statement={`${name} never accepted.`}
      asked="A link that ran out or was lost is replaced by another one, for the same wallet."
    >
      <Section id="renew" title={name}>
        <RenewForm
          person={await readPerson(viewer)}
          origin={deps().origin}
          member={{ id: found.memberId, name, address: found.address }}
        />
      </Section>
    </AdminFrame>
  )
}
