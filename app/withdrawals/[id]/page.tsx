import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { STORY } from '@/components/live/watch'
import { ReviewBody } from '@/components/review/review-body'
import { ReviewProvider } from '@/components/review/review-context'
import { ReviewDock } from '@/components/review/review-dock'
import { Banner } from '@/components/ui/banner'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { loadReviewPage, type ReviewPage } from '@/lib/flows/review-page'
import { browserRpcUrls } from '@/lib/session/browser-rpc-urls'
import { deps } from '@/lib/session/deps'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import { mayAskChain } from '@/lib/session/limit-calls'
import { demoPlace } from '../../demo-place'
import { DeskFrame } from '../../desk-frame'
import { viewerAt } from '../../viewer-at'
import { reviewInstruments } from './review-instruments'

/** What the desk or the chain moves on, while nobody decides anything. */
const MOVING: readonly WithdrawalState[] = ['staged', 'screening', 'cooling', 'executing', 'confirming']

type ReviewRouteProps = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: ReviewRouteProps): Promise<Metadata> {
  return { title: (await params).id.slice(0, 14) }
}

export default async function ReviewRoute({ params }: ReviewRouteProps) {
  const { id } = await params
  if (!/^W-\d{1,12}$/.test(id)) notFound()
  const viewer = await viewerAt(`/withdrawals/${id}`)
  const isAsked = await mayAskChain(deps(), viewer)
  const page = await load(viewer, id, isAsked)
  const { chainId } = page.reviewed.assessment.staged.safe
  const { instruments, narrowFact } = reviewInstruments(page, deps().io.clock.now())
  return (
    <ReviewProvider
      page={page}
      chainName={chainOf(chainId).name}
      rpcUrls={browserRpcUrls().get(chainId) ?? []}
      demo={demoPlace(viewer.memberId)}
    >
      <DeskFrame
        viewer={viewer}
        current={null}
        instruments={instruments}
        narrowFact={narrowFact}
        subject={{ withdrawalId: page.id, safeId: page.safe.id }}
        watch={{
          ...{ types: STORY, withdrawal: page.id },
          ...(page.conflict && { beside: page.conflict.other.id }),
          follows: MOVING.includes(page.state),
        }}
        dock={<ReviewDock />}
        {...(!isAsked && { banners: <TooOften /> })}
      >
        <ReviewBody />
      </DeskFrame>
    </ReviewProvider>
  )
}

function TooOften() {
  return (
    <Banner tone="medium" title="The chain was not asked.">
      This session opened too many pages within a minute. Wait a minute and load this page again. Rejecting works.
    </Banner>
  )
}

async function load(viewer: MemberActor, id: string, isAsked: boolean): Promise<ReviewPage> {
  try {
    return await loadReviewPage(deps(), viewer, id, isAsked)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') notFound()
    throw error
  }
}
