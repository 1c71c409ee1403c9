import type { Metadata } from 'next'
import Link from 'next/link'
import { BookTable } from '@/components/proposals/book-table'
import { SaveBook } from '@/components/proposals/save-book'
import { Statement } from '@/components/frame/statement'
import { PROPOSALS } from '@/components/live/watch'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { listContacts } from '@/db/queries/safes'
import { readVerifications } from '@/lib/flows/verifications'
import { deps } from '@/lib/session/deps'
import { readPerson } from '../admin/admin-frame'
import { DeskFrame } from '../desk-frame'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Address book' }

export default async function BookPage() {
  const viewer = await viewerAt('/book')
  const { db, io } = deps()
  const now = io.clock.now()
  const [entries, verifications, person] = await Promise.all([
    listContacts(db, viewer, now),
    readVerifications(db),
    readPerson(viewer),
  ])
  const contacts = entries.map((one) => {
    const verification = verifications.get(one.entryId)
    return { ...one, ...(verification && { verification }) }
  })
  const active = contacts.filter(({ isActive }) => isActive).length
  const isAdmin = viewer.roles.includes('admin')
  return (
    <DeskFrame viewer={viewer} current="/book" watch={PROPOSALS} instruments={[]}>
      <div className="wrap">
        <Statement
          crumbs={['Address book']}
          asked="Two admins add an entry. Then it cools off, for a time that its class sets; until that is over, policies take it for unknown."
        >
          {active === 1 ? 'One contact counts.' : `${active} contacts count.`}
        </Statement>
        <div className="entry-actions">
          {isAdmin && (
            <Link className={buttonClass('primary')} href="/admin/propose/add-contacts" prefetch={false}>
              Add contacts
            </Link>
          )}
          <SaveBook count={contacts.filter(({ hasEnded }) => !hasEnded).length} person={person} />
        </div>
        <Section id="book" title="Entries" meta={contacts.length}>
          {contacts.length === 0 ? (
            <EmptyState title="The address book is empty.">
              Payments to anybody are held until somebody vouched for them.
            </EmptyState>
          ) : (
            <BookTable contacts={contacts} now={now} person={isAdmin ? person : null} />
          )}
        </Section>
      </div>
    </DeskFrame>
  )
}
