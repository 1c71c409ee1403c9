'use client'
import { PlainFrame } from '@/components/frame/plain-frame'
import { Button } from '@/components/ui/button'
import { Unavailable } from '@/components/ui/unavailable'

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void }

/** Says what is known without the raw message; the digest finds it in the desk's log. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <PlainFrame>
      <div className="wrap head">
        <h1 className="statement">This page could not be shown.</h1>
        <p className="asked-by">Nothing was signed, sent or changed by opening it.</p>
        <div className="sec">
          <Unavailable
            title="The desk met an error."
            reason={error.digest === undefined ? 'Its log says more.' : `Its log names it ${error.digest}.`}
          >
            What is stored is not affected. <a href="/">Go to the desk</a>
          </Unavailable>
          <div className="entry-actions">
            <Button onClick={reset}>Try again</Button>
          </div>
        </div>
      </div>
    </PlainFrame>
  )
}
