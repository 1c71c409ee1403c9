'use client'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Change, ReadMark } from '@/lib/audit/change'
import { isSeen } from '@/lib/audit/is-seen'
import { mayBeOwn } from '../flows/own-calls'
import { hearChanges } from './browser-line'
import type { LineNews } from './line-news'
import { mayMove } from './may-move'
import { readScene, watchScene } from './scene'
import { matters, type Watch } from './watch'

/** What commits together arrives together, and is one change to the reader. */
const GATHER_MS = 150
const NOT_OFTENER_MS = 2_000
const TRY_AGAIN_MS = 1_000

export type Live = {
  /** Told and not yet on the page, once it is clear that they wait. */
  readonly waiting: readonly Change[]
  /** Something may have happened that nobody told here. */
  readonly hasGap: boolean
  readonly freezes: readonly Change[]
  readonly show: () => void
}

/** What this window heard beyond its page. `gapOf` and `waitsOn` name the mark of the page they are about. */
type Heard = {
  readonly told: readonly Change[]
  readonly gapOf: ReadMark | null
  readonly waitsOn: ReadMark | null
}

/** Reads the page again when that disturbs nobody, and keeps what waits until then. */
export function useLive(mark: ReadMark, watch: Watch, memberId: string): Live {
  const router = useRouter()
  const [heard, setHeard] = useState<Heard>({ told: [], gapOf: null, waitsOn: null })
  const now = useRef({ mark, watch, heard, refreshedAt: -Infinity, timer: 0, settle: () => undefined as void })

  const show = useCallback(() => {
    now.current.refreshedAt = performance.now()
    router.refresh()
  }, [router])

  useEffect(() => {
    const own = now.current
    watchScene()
    const keep = (changed: Partial<Heard>) => {
      own.heard = { ...own.heard, ...changed }
      setHeard(own.heard)
    }
    const later = (milliseconds: number) => {
      clearTimeout(own.timer)
      own.timer = window.setTimeout(own.settle, milliseconds)
    }
    own.settle = () => {
      const unseen = own.heard.told.filter(({ xid }) => !isSeen(own.mark.snapshot, xid))
      if (unseen.length === 0 && own.heard.gapOf !== own.mark) return
      const soon = own.refreshedAt + NOT_OFTENER_MS - performance.now()
      if (soon > 0) return later(soon)
      if (mayMove(readScene(), own.watch.follows)) return show()
      keep({ told: unseen, waitsOn: own.mark })
      if (own.watch.follows) later(TRY_AGAIN_MS)
    }
    const hear = (news: LineNews) => {
      if (news.kind === 'gap' && news.newest !== own.mark.newest) keep({ gapOf: own.mark })
      else if (news.kind === 'change' && isNews(news.change)) keep({ told: [...own.heard.told, news.change] })
      else return
      later(GATHER_MS)
    }
    const isNews = (change: Change) =>
      matters(own.watch, change) && !isSeen(own.mark.snapshot, change.xid) && !(change.by === memberId && mayBeOwn())
    const leave = hearChanges(hear)
    return () => {
      leave()
      clearTimeout(own.timer)
    }
  }, [memberId, show])

  // A page that was read again shows what waited; what came too late for it is looked at anew.
  useEffect(() => {
    Object.assign(now.current, { mark, watch })
    now.current.settle()
  }, [mark, watch])

  const unseen = heard.told.filter(({ xid }) => !isSeen(mark.snapshot, xid))
  const isWaiting = heard.waitsOn === mark
  return {
    waiting: isWaiting ? unseen : [],
    hasGap: isWaiting && heard.gapOf === mark,
    freezes: unseen.filter(({ type }) => type === 'freeze'),
    show,
  }
}
