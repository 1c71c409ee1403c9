'use client'
import { Button } from '@/components/ui/button'
import './globals.css'

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void }

/** Replaces the whole page when the layout itself fails. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Error · Countersign</title>
        <main id="main" className="wrap head">
          <h1 className="statement">The desk could not be shown.</h1>
          <p className="asked-by">
            Nothing was signed, sent or changed.{' '}
            {error.digest === undefined ? 'The log says more.' : `The log names this ${error.digest}.`}
          </p>
          <div className="entry-actions">
            <Button onClick={reset}>Try again</Button>
          </div>
        </main>
      </body>
    </html>
  )
}
