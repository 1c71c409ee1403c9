import type { Metadata } from 'next'
import { ContactsForm } from '@/components/proposals/contacts-form'
import { Section } from '@/components/ui/section'
import { readBookCoolingSeconds } from '@/db/queries/safes'
import { coolOffsOf } from '@/lib/assess/contact-classes'
import { deps } from '@/lib/session/deps'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'
import { servedChains } from '../../served-chains'

export const metadata: Metadata = { title: 'Add contacts' }

export default async function AddContactsPage() {
  const viewer = await viewerAt('/admin/propose/add-contacts')
  const longest = await readBookCoolingSeconds(deps().db, viewer)
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Add contacts"
      statement="A contact is an address that somebody vouches for."
      asked="An entry cools off before it counts, for a time that its class sets. Its address never changes; another address is another entry."
    >
      <Section id="contacts" title="Contacts">
        <ContactsForm person={await readPerson(viewer)} chains={servedChains()} coolOffs={coolOffsOf(longest)} />
      </Section>
    </AdminFrame>
  )
}
