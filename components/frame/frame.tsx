import Link from 'next/link'
import type { ReactNode } from 'react'
import { ThemeToggle } from '../ui/theme-toggle'
import { type Instrument, Instruments } from './instruments'
import { Mark } from './mark'
import { Menu } from './menu'
import { PageLinks } from './page-links'
import type { PageHref } from './pages'
import { Who, type WhoProps } from './who'

export type FrameProps = {
  /** Null on a page that the bar does not list. */
  current: PageHref | null
  waitingCount: number
  /** `isMore` where it was counted no further. */
  unread: { readonly counted: number; readonly isMore: boolean }
  who: WhoProps
  instruments: readonly Instrument[]
  narrowFact?: string
  signOut: ReactNode
  /** What keeps the page up to date. It moves nothing. */
  live?: ReactNode
  /** What stands in the bar on every page, such as Freeze. */
  actions?: ReactNode
  /** Freezes and alarms that touch this page, under the instruments. */
  banners?: ReactNode
  /** The decision line, after the content. */
  dock?: ReactNode
  children: ReactNode
}

/** Bar, instruments, content, dock. Everything it shows is passed in. */
export function Frame(props: FrameProps) {
  const { current, waitingCount, unread, who, signOut } = props
  const links = <PageLinks current={current} waitingCount={waitingCount} unread={unread} />
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <div className="wrap">
          <Mark />
          <nav aria-label="Main">{links}</nav>
          <div className="bar-end">
            {props.actions}
            <ThemeToggle />
            <Who {...who} />
            <div className="sign-out">{signOut}</div>
            <Menu>
              <nav aria-label="Menu">{links}</nav>
              <div className="menu-end">
                <Who {...who} />
                {signOut}
              </div>
            </Menu>
          </div>
        </div>
        {props.live}
      </header>
      <Instruments
        instruments={props.instruments}
        {...(props.narrowFact !== undefined && { narrowFact: props.narrowFact })}
      />
      {props.banners !== undefined && (
        <section className="wrap banners" aria-label="Notices">
          {props.banners}
        </section>
      )}
      <main id="main" tabIndex={-1}>
        {props.children}
      </main>
      <footer className="wrap foot">
        <Link href="/incidents" prefetch={false}>
          What signers saw, and what they signed
        </Link>
      </footer>
      {props.dock}
    </>
  )
}
