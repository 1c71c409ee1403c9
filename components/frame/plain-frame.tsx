import type { ReactNode } from 'react'
import { ThemeToggle } from '../ui/theme-toggle'
import { Mark } from './mark'

/** The bar without pages or person: sign-in, loading, errors. */
export function PlainFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <div className="wrap">
          <Mark />
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
