import type { ReactNode } from 'react'
import { ThemeToggle } from '../ui/theme-toggle'
import { Wordmark } from './wordmark'

/**
 * The bar without pages or person: sign-in, loading, errors. Its links load the desk anew, which is what an error needs, and
 * every page that may end in one is spared the code of links.
 */
export function PlainFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <div className="wrap">
          <a className="mark" href="/">
            <Wordmark />
          </a>
          <div className="bar-end">
            <ThemeToggle />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}
