import type { Metadata } from 'next'
import Link from 'next/link'
import { namingOf } from '@/components/dashboard/naming'
import { Statement } from '@/components/frame/statement'
import { partsOf } from '@/components/lists/address-parts'
import { FoundWithdrawals } from '@/components/lists/found-withdrawals'
import { OnwardSection } from '@/components/lists/onward-section'
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
import { readLists } from '@/db/queries/lists'
import { listMembers } from '@/db/queries/members'
import { listContracts } from '@/db/queries/contracts'
import { listOnwardOf } from '@/db/queries/onward'
import { listAssets, listContacts, listSafes } from '@/db/queries/safes'
import { searchWithdrawals } from '@/db/queries/withdrawal-search'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../../desk-frame'
import { deskInstruments } from '../../desk-instruments'
import { viewerAt } from '../../viewer-at'

export const metadata: Metadata = { title: 'An address' }

const SHOWN = 50

type AddressPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Reads rows alone: what this desk knows of an address, and every withdrawal that names it or in which a review found it. */
export default async function AddressPage({ searchParams }: AddressPageProps) {
  const viewer = await viewerAt('/lists/address')
  const { db, io } = deps()
  const now = io.clock.now()
  const { typed, address, problem } = readAskedAddress(await searchParams)
  const [contacts, safes, members, assets, contracts, lists] = await Promise.all([
    listContacts(db, viewer, now),
    listSafes(db, viewer),
    listMembers(db, viewer),
    listAssets(db, viewer),
    listContracts(db, viewer),
    readLists(db, viewer, now),
  ])
  const [listings, seen, onward, found] =
    address === null
      ? [[], [], [], []]
      : await Promise.all([
          readListings(db, viewer, address),
          listSeenOf(db, viewer, address),
          listOnwardOf(db, viewer, address),
          Promise.all(
            partsOf(address, { safes, assets }).map(async ({ filter, ...part }) => ({
              ...part,
              page: await searchWithdrawals(db, viewer, { filter, start: null, size: SHOWN }),
            })),
          ),
        ])
  const hasLists = lists.some(({ isRetired }) => !isRetired)
  const known = address === null ? [] : knownAs(address, { contacts, safes, members, assets, contracts })
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
          ) : hasLists ? (
            'No list names it.'
          ) : (
            'No list is set up: nothing was compared with it.'
          )}
        </Statement>
        <Section id="search" title="Search">
          <AddressForm address={typed} problem={problem} />
        </Section>
        {address !== null && (
          <>
            <Section id="known" title="Known here as" meta={known.length}>
              <p className="known">
                <HexGroups hex={address} />
              </p>
              {known.length === 0 ? (
                <EmptyState title="Nobody here named it.">
                  It is no contact, no Safe, no registered token or contract and no wallet of a member.
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
                <EmptyState title={hasLists ? 'No list of this desk ever named it.' : 'This desk has no list.'}>
                  That says nothing of lists that were not imported.
                </EmptyState>
              ) : (
                <ListingsTable listings={listings} />
              )}
            </Section>
            <SeenSection lines={seen} title="Seen on chain" namesSafe />
            <OnwardSection lines={onward} standings={[]} now={now} />
            {found.map(({ page, ...part }) => (
              <FoundWithdrawals
                key={part.id}
                {...part}
                lines={page.lines}
                all={page.older === null ? null : part.all}
                nameOf={namingOf(contacts, safes)}
                now={now}
              />
            ))}
          </>
        )}
      </div>
    </DeskFrame>
  )
}
