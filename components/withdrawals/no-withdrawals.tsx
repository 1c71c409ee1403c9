import Link from 'next/link'
import type { WithdrawalPage } from '@/db/queries/withdrawal-search'
import { EmptyState } from '../ui/empty-state'
import { countText } from './filter-words'
import { pageAddress } from './page-address'
import type { ReadFilter } from './read-filter'

type NoWithdrawalsProps = { page: Pick<WithdrawalPage, 'all' | 'matching'>; typed: ReadFilter['typed'] }

/** Why there is nothing to list, and the way back to everything. */
export function NoWithdrawals({ page: { all, matching }, typed }: NoWithdrawalsProps) {
  if (all.counted === 0)
    return (
      <EmptyState title="Nothing was staged yet.">
        Every withdrawal stays here from its staging on, whatever becomes of it.
      </EmptyState>
    )
  if (matching.counted === 0)
    return (
      <EmptyState title="No withdrawal matches.">
        <Link href="/withdrawals" prefetch={false}>
          Clear filters
        </Link>{' '}
        to see {all.isMore ? countText(all) : `all ${all.counted}`}.
      </EmptyState>
    )
  return (
    <EmptyState title="Nothing stands on this page.">
      <Link href={pageAddress(typed, null)} prefetch={false}>
        Go to the newest
      </Link>{' '}
      of {matching.isMore ? countText(matching) : `the ${matching.counted}`} that match.
    </EmptyState>
  )
}
