import Link from 'next/link'
import type { WithdrawalPage } from '@/db/queries/withdrawal-search'
import { buttonClass } from '../ui/button'
import { pageAddress } from './page-address'
import type { ReadFilter } from './read-filter'

type PagerProps = { page: Pick<WithdrawalPage, 'newer' | 'older'>; typed: ReadFilter['typed'] }

/** The ways to the pages beside this one; nothing where everything fits on one. */
export function Pager({ page: { newer, older }, typed }: PagerProps) {
  if (newer === null && older === null) return null
  return (
    <nav className="pager" aria-label="Pages">
      {newer !== null && (
        <Link className={buttonClass('quiet')} href={pageAddress(typed, newer)} prefetch={false}>
          Newer withdrawals
        </Link>
      )}
      {older !== null && (
        <Link className={buttonClass('quiet')} href={pageAddress(typed, older)} prefetch={false}>
          Older withdrawals
        </Link>
      )}
    </nav>
  )
}
