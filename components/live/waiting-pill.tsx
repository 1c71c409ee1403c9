'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { pointerHalf } from './scene'

type WaitingPillProps = { count: number; hasGap: boolean; onShow: () => void }

/** What waits under its own count. It lies over the page, away from the pointer, and moves nothing. */
export function WaitingPill({ count, hasGap, onShow }: WaitingPillProps) {
  const [place] = useState(() => (pointerHalf() === 'lower' ? 'above' : 'below'))
  return (
    <div className={`live-pill ${place}`}>
      <p>{hasGap ? 'Something may have changed' : count === 1 ? '1 change waiting' : `${count} changes waiting`}</p>
      <Button keyHint="u" data-key="u" onClick={onShow}>
        {hasGap || count > 1 ? 'Show' : 'Show it'}
      </Button>
    </div>
  )
}
