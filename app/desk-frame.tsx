import type { ReactNode } from 'react'
import { FreezeBanners } from '@/components/freeze/freeze-banners'
import { FreezeButton } from '@/components/freeze/freeze-button'
import type { FreezeSubject } from '@/components/freeze/freeze-choices'
import { Frame } from '@/components/frame/frame'
import type { Instrument } from '@/components/frame/instruments'
import type { PageHref } from '@/components/frame/pages'
import { PageKeys } from '@/components/keys/page-keys'
import { Live } from '@/components/live/live'
import { NOTHING_MORE, type Watch } from '@/components/live/watch'
import { EnrolBanner } from '@/components/security/enrol-banner'
import { MemberSwitch } from '@/components/sign-in/member-switch'
import { SignOut } from '@/components/sign-in/sign-out'
import { countUnread } from '@/db/queries/notices'
import { countWaiting } from '@/db/queries/withdrawal-search'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { demoMembers } from './demo-members'
import { demoPlace } from './demo-place'
import { readDeskFreezes } from './desk-freezes'
import { hasPasskeyHere } from './has-passkey-here'
import { pageMark } from './page-mark'

type DeskFrameProps = {
  viewer: MemberActor
  current: PageHref | null
  instruments: readonly Instrument[]
  narrowFact?: string
  banners?: ReactNode
  /** What the page is about: offered first to be frozen. */
  subject?: FreezeSubject
  /** What the page shows besides freezes, and so what changes it. */
  watch?: Watch
  dock?: ReactNode
  /** Given by a page that has read the list itself. */
  waitingCount?: number
  children: ReactNode
}

/** The frame of every page of a signed-in member. */
export async function DeskFrame({ viewer, children, waitingCount, banners, subject, watch, ...frame }: DeskFrameProps) {
  const mark = await pageMark(viewer)
  const demo = demoPlace(viewer.memberId)
  const [members, freezes, waiting, unread] = await Promise.all([
    demoMembers(),
    readDeskFreezes(viewer),
    waitingCount ?? countWaiting(deps().db, viewer),
    countUnread(deps().db, viewer),
  ])
  const isAsked = frame.current !== '/security' && !(await hasPasskeyHere(viewer))
  const standing = freezes?.lines.filter(({ isOver }) => !isOver) ?? []
  const freezeInstrument: Instrument = {
    label: 'Freeze',
    value: standing.length === 0 ? 'none' : String(standing.length),
    state: standing.length === 0 ? 'nominal' : 'freeze',
  }
  return (
    <Frame
      {...frame}
      instruments={[...frame.instruments, freezeInstrument]}
      {...(freezes && { actions: <FreezeButton places={freezes.places} subject={subject} /> })}
      {...((standing.length > 0 || banners !== undefined || isAsked) && {
        banners: (
          <>
            <FreezeBanners lines={standing} />
            {isAsked ? <EnrolBanner>{banners}</EnrolBanner> : banners}
          </>
        ),
      })}
      waitingCount={waiting}
      unread={unread}
      live={
        <Live mark={mark} watch={watch ?? NOTHING_MORE} memberId={viewer.memberId} places={freezes?.places ?? null} />
      }
      who={{ name: viewer.name, roles: viewer.roles }}
      signOut={
        <>
          {demo !== null && <MemberSwitch members={members} currentId={viewer.memberId} rpcUrl={demo.rpcUrl} />}
          <SignOut />
        </>
      }
    >
      {children}
      <PageKeys />
    </Frame>
  )
}
