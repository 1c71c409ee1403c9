import Link from 'next/link'
import { PAGES, type PageHref } from './pages'

type PageLinksProps = { current: PageHref | null; waitingCount: number; unreadCount: number }

/** The list of pages, for the bar and for the menu. What waits stands beside the desk, what is unread beside the inbox. */
export function PageLinks({ current, waitingCount, unreadCount }: PageLinksProps) {
  const due: Readonly<Record<string, readonly [words: string, count: number]>> = {
    '/': ['waiting for you', waitingCount],
    '/inbox': ['unread', unreadCount],
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

function Due({ due: [words, count] = ['', 0] }: { due: readonly [words: string, count: number] | undefined }) {
  if (count === 0) return null
  return (
    <span className="due">
      <span className="sr">, {words}: </span>
      {count}
    </span>
  )
}
