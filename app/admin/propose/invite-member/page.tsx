import type { Metadata } from 'next'
import { InviteForm } from '@/components/proposals/invite-form'
import { Section } from '@/components/ui/section'
import { deps } from '@/lib/session/deps'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'

export const metadata: Metadata = { title: 'Invite a member' }

export default async function InviteMemberPage() {
  const viewer = await viewerAt('/admin/propose/invite-member')
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Invite a member"
      statement="A member is one person, with wallets that they prove."
      asked="They open a link, sign with the wallet you name here, and get a code for their passkey afterwards."
    >
      <Section id="invite" title="Who">
        <InviteForm person={await readPerson(viewer)} origin={deps().origin} />
      </Section>
    </AdminFrame>
  )
}
