import Link from 'next/link'
import { PAGES, type PageHref } from './pages'

/** The list of pages, for the bar and for the menu. `waitingCount` stands beside the desk. */
export function PageLinks({ current, waitingCount }: { current: PageHref | null; waitingCount: number }) {
  return (
    <ul>
      {PAGES.map(({ href, title }) => (
        <li key={href}>
          <Link href={href} prefetch={false} aria-current={href === current ? 'page' : undefined}>
            {title}
            {href === '/' && waitingCount > 0 && (
              <span className="due">
                <span className="sr">, waiting for you: </span>
                {waitingCount}
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  )
}
