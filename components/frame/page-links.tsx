import Link from 'next/link'
import { PAGES, type PageHref } from './pages'

type PageLinksProps = {
  current: PageHref | null
  waitingCount: number
  /** `isMore` where it was counted no further. */
  unread: { readonly counted: number; readonly isMore: boolean }
}

/** The list of pages, for the bar and for the menu. What waits stands beside the desk, what is unread beside the inbox. */
export function PageLinks({ current, waitingCount, unread }: PageLinksProps) {
  const due: Readonly<Record<string, readonly [words: string, count: number, isMore?: boolean]>> = {
    '/': ['waiting for you', waitingCount],
    '/inbox': ['unread', unread.counted, unread.isMore],
  }
  return (
    <ul>
      {PAGES.map(({ href, title }) => (
        <li key={href}>
          <Link href={href} prefetch={false} aria-current={href === current ? 'page' : undefined}>
            {title}
            <Due due={due[href]} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Due({
  due: [words, count, isMore = false] = ['', 0],
}: {
  due: readonly [words: string, count: number, isMore?: boolean] | undefined
}) {
  if (count === 0) return null
  return (
    <span className="due">
      <span className="sr">, {words}: </span>
      {count}
      {isMore && '+'}
    </span>
  )
}
