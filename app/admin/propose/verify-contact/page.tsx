import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { verificationMeaning, verificationWords } from '@/components/proposals/verification-words'
import { VerifyContactForm } from '@/components/proposals/verify-contact-form'
import { HexGroups } from '@/components/ui/hex-groups'
import { Section } from '@/components/ui/section'
import { listContacts } from '@/db/queries/safes'
import { displayText } from '@/lib/core/display-text'
import { readVerifications } from '@/lib/flows/verifications'
import { deps } from '@/lib/session/deps'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'

export const metadata: Metadata = { title: 'How a contact was verified' }

type VerifyContactPageProps = { searchParams: Promise<{ entry?: string | string[] }> }

export default async function VerifyContactPage({ searchParams }: VerifyContactPageProps) {
  const { entry: id } = await searchParams
  const viewer = await viewerAt(`/admin/propose/verify-contact?entry=${String(id)}`)
  const { db, io } = deps()
  const entry = (await listContacts(db, viewer, io.clock.now())).find((one) => one.entryId === id && !one.hasEnded)
  if (!entry) notFound()
  const before = (await readVerifications(db)).get(entry.entryId)
  return (
    <AdminFrame
      viewer={viewer}
      crumb="How a contact was verified"
      statement={displayText(entry.name, 80)}
      asked="What is recorded stands beside the recipient of every payment. It changes neither the entry nor what policy asks."
    >
      <Section id="entry" title="The address">
        <p>
          <HexGroups hex={entry.address} />
        </p>
        <p className="note">
          {before === undefined ? '' : `Recorded now: ${verificationWords(before)}. `}
          {verificationMeaning(before)}
        </p>
      </Section>
      <Section id="verification" title="How it was verified">
        <VerifyContactForm
          person={await readPerson(viewer)}
          entry={{ entryId: entry.entryId, name: entry.name, address: entry.address, chainId: entry.chainId }}
        />
      </Section>
    </AdminFrame>
  )
}
