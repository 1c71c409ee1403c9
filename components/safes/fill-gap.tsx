'use client'
import { lazy, Suspense, useState } from 'react'
import type { CancelOrder } from '../cancel/cancel-order'
import { Button } from '../ui/button'

// The passkey comes with the first press, never with the page.
const CancelOnchainDialog = lazy(async () => ({
  default: (await import('../cancel/cancel-dialog')).CancelOnchainDialog,
}))

/** Offers the rejection that uses up a nonce which nothing holds, so that what stands behind it can run. */
export function FillGap({ order }: { order: CancelOrder }) {
  const [isOpen, setIsOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <>
      <Button
        onClick={() => {
          setWasOpened(true)
          setIsOpen(true)
        }}
      >
        Fill nonce {String(order.nonce)} with a rejection
      </Button>
      {wasOpened && (
        <Suspense fallback={null}>
          <CancelOnchainDialog order={order} isOpen={isOpen} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
