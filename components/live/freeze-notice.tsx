'use client'
import { useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { pointerHalf } from './scene'

type FreezeNoticeProps = { by: string; what: string; more: number; onShow: () => void }

/**
 * A freeze is the one change that is shown at once: over everything, also over an open dialog, and moving nothing.
 * It keeps to the half of the window where the pointer is not.
 */
export function FreezeNotice({ by, what, more, onShow }: FreezeNoticeProps) {
  const notice = useRef<HTMLDivElement>(null)
  const [place] = useState(() => (pointerHalf() === 'upper' ? 'below' : 'above'))
  useLayoutEffect(() => {
    const element = notice.current
    if (element?.isConnected && typeof element.showPopover === 'function') element.showPopover()
  }, [])
  return (
    <div ref={notice} popover="manual" role="alert" className={`banner freeze live-freeze ${place}`}>
      <Icon name="st-frozen" />
      <p>
        <b>{by}:</b> {what} {more > 0 && `And ${more} more.`}
      </p>
      <Button keyHint="u" data-key="u" onClick={onShow}>
        Show
      </Button>
    </div>
  )
}
