'use client'
import type { FreezePlaces } from '@/db/queries/freezes'
import type { ReadMark } from '@/lib/audit/change'
import { FreezeNotice } from './freeze-notice'
import { freezeWords } from './freeze-words'
import { LineNotice } from './line-notice'
import { useLive } from './use-live'
import { WaitingPill } from './waiting-pill'
import type { Watch } from './watch'

type LiveProps = {
  mark: ReadMark
  watch: Watch
  memberId: string
  /** For the names in a freeze. */
  places: FreezePlaces | null
}

/** Keeps a page up to date without moving anything under its reader. */
export function Live({ mark, watch, memberId, places }: LiveProps) {
  const { waiting, hasGap, freezes, show } = useLive(mark, watch, memberId)
  const freeze = freezes.at(-1)
  // One transaction is one change, however many events it wrote. A freeze has its own notice.
  const count = new Set(waiting.filter(({ type }) => type !== 'freeze').map(({ xid }) => xid)).size
  const onShow = () => {
    // What was pressed goes away; the keyboard goes on at the content.
    if (document.activeElement?.closest('.live-pill, .live-freeze'))
      document.getElementById('main')?.focus({ preventScroll: true })
    show()
  }
  return (
    <>
      <LineNotice />
      <div className="live-tray" role="status">
        {(count > 0 || hasGap) && <WaitingPill count={count} hasGap={hasGap} onShow={onShow} />}
      </div>
      {freeze && (
        <FreezeNotice key={freeze.xid} {...freezeWords(freeze, places)} more={freezes.length - 1} onShow={onShow} />
      )}
    </>
  )
}
