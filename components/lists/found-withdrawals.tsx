import Link from 'next/link'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { Ledger } from '../dashboard/ledger'
import type { Naming } from '../dashboard/naming'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'

type FoundWithdrawalsProps = {
  id: string
  title: string
  lines: readonly WithdrawalLine[]
  /** What is said where there is none; null leaves the section out. */
  none: string | null
  /** Where all of them stand, when these are only the newest; null where these are all. */
  all: string | null
  allWords?: string
  nameOf: Naming
  now: Date
}

/** The newest withdrawals in which an address has one part. */
export function FoundWithdrawals({
  id,
  title,
  lines,
  none,
  all,
  allWords = 'All of them',
  nameOf,
  now,
}: FoundWithdrawalsProps) {
  if (lines.length === 0 && none === null) return null
  return (
    <Section id={id} title={title} meta={lines.length}>
      {lines.length === 0 ? (
        <EmptyState title={none ?? ''} />
      ) : (
        <div className="desk">
          <Ledger lines={lines} caption={title} nameOf={nameOf} now={now} hasHeads hasStaging />
        </div>
      )}
      {all !== null && (
        <p className="note">
          <Link href={all} prefetch={false}>
            {allWords}
          </Link>
        </p>
      )}
    </Section>
  )
}
