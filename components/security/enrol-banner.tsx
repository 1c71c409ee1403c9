import Link from 'next/link'
import type { ReactNode } from 'react'
import { Banner } from '../ui/banner'
import { buttonClass } from '../ui/button'

/** On every page of a member without a passkey, above the other notices. */
export function EnrolBanner({ children }: { children?: ReactNode }) {
  return (
    <>
      <Banner
        tone="medium"
        title="You have no passkey here."
        action={
          <Link className={buttonClass('quiet')} href="/security" prefetch={false}>
            Enter a code
          </Link>
        }
      >
        You can read, reject and freeze. For everything else, ask an admin for a code.
      </Banner>
      {children}
    </>
  )
}
