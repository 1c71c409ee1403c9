import type { Metadata } from 'next'
import Link from 'next/link'
import { Ledger } from '@/components/dashboard/ledger'
import { namingOf } from '@/components/dashboard/naming'
import { Statement } from '@/components/frame/statement'
import { AddressForm } from '@/components/lists/address-form'
import { knownAs } from '@/components/lists/known-as'
import { ListingsTable } from '@/components/lists/listings-table'
import { SeenSection } from '@/components/safes/seen-section'
import { readAskedAddress } from '@/components/lists/read-asked-address'
import { EmptyState } from '@/components/ui/empty-state'
import { HexGroups } from '@/components/ui/hex-groups'
import { Section } from '@/components/ui/section'
import { readListings } from '@/db/queries/listings'
import { listSeenOf } from '@/db/queries/seen-transfers'
import { listMembers } from '@/db/queries/members'
import { listContacts, listSafes } from '@/db/queries/safes'
import { searchWithdrawals } from '@/db/queries/withdrawal-search'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../../desk-frame'
import { deskInstruments } from '../../desk-instruments'
import { viewerAt } from '../../viewer-at'

export const metadata: Metadata = { title: 'An address' }

const SHOWN = 50

type AddressPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads rows alone: what this desk knows of an address, and every withdrawal that was to pay it. */
export default async function AddressPage({ searchParams }: AddressPageProps) {
  const viewer = await viewerAt('/lists/address')
  const { db, io } = deps()
  const now = io.clock.now()
  const { typed, address, problem } = readAskedAddress(await searchParams)
  const [listings, seen, contacts, safes, members, found] = await Promise.all([
    address === null ? [] : readListings(db, viewer, address),
    address === null ? [] : listSeenOf(db, viewer, address),
    listContacts(db, viewer, now),
    listSafes(db, viewer),
    listMembers(db, viewer),
    address === null
      ? null
      : searchWithdrawals(db, viewer, { filter: { recipient: { address } }, start: null, size: SHOWN }),
  ])
  const known = address === null ? [] : knownAs(address, { contacts, safes, members })
  const newest = [...new Map(listings.map((listing) => [listing.listId, listing])).values()]
  const named = newest.filter(({ isListed }) => isListed)
  const isListed = named.some(({ validFrom }) => validFrom === null || validFrom <= now)
  return (
    <DeskFrame viewer={viewer} current="/lists" {...deskInstruments([], now)}>
      <div className="wrap">
        <Statement
          crumbs={[
            <Link key="lists" href="/lists" prefetch={false}>
              Lists
            </Link>,
            'An address',
          ]}
          asked="What lists, the address book and past withdrawals say of it, and from when."
        >
          {address === null ? (
            'Which address?'
          ) : isListed ? (
            <b>A list names it.</b>
          ) : named.length > 0 ? (
            <b>A list names it from a later time on.</b>
          ) : listings.length > 0 ? (
            'A list named it once.'
          ) : (
            'No list names it.'
          )}
        </Statement>
        <Section id="search" title="Search">
          <AddressForm address={typed} problem={problem} />
        </Section>
        {address !== null && found !== null && (
          <>
            <Section id="known" title="Known here as" meta={known.length}>
              <p className="known">
                <HexGroups hex={address} />
              </p>
              {known.length === 0 ? (
                <EmptyState title="Nobody here named it.">
                  It is no contact, no Safe and no wallet of a member.
                </EmptyState>
              ) : (
                <ul>
                  {known.map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
              )}
            </Section>
            <Section id="listed" title="Lists" meta={listings.length}>
              {listings.length === 0 ? (
                <EmptyState title="No list of this desk ever named it.">
                  That says nothing of lists that were not imported.
                </EmptyState>
              ) : (
                <ListingsTable listings={listings} />
              )}
            </Section>
            <SeenSection lines={seen} title="Seen on chain" namesSafe />
            <Section id="paid" title="Withdrawals to it" meta={found.lines.length}>
              {found.lines.length === 0 ? (
                <EmptyState title="No withdrawal was ever to pay it." />
              ) : (
                <div className="desk">
                  <Ledger
                    lines={found.lines}
                    caption="Withdrawals to this address"
                    nameOf={namingOf(contacts, safes)}
                    now={now}
                    hasHeads
                    hasStaging
                  />
                </div>
              )}
              {found.older !== null && (
                <p className="note">
                  <Link href={`/withdrawals?to=${address}`} prefetch={false}>
                    All withdrawals to it
                  </Link>
                </p>
              )}
            </Section>
          </>
        )}
      </div>
    </DeskFrame>
  )
}
