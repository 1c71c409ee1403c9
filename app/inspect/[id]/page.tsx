import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { FreezeButton } from '@/components/freeze/freeze-button'
import { ImportView } from '@/components/inspect/import-view'
import { IMPORTS } from '@/components/live/watch'
import { Unavailable } from '@/components/ui/unavailable'
import { AppError } from '@/lib/core/errors'
import { displayText } from '@/lib/core/display-text'
import type { MemberActor } from '@/lib/flows/actor'
import { type ImportPage, loadImportPage } from '@/lib/flows/import-page'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import { readDeskFreezes } from '../../desk-freezes'
import { DeskFrame } from '../../desk-frame'
import { deskInstruments } from '../../desk-instruments'
import { viewerAt } from '../../viewer-at'

type ImportRouteProps = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: ImportRouteProps): Promise<Metadata> {
  return { title: (await params).id.slice(0, 14) }
}

export default async function ImportRoute({ params }: ImportRouteProps) {
  const { id } = await params
  if (!/^I-\d{1,12}$/.test(id)) notFound()
  const viewer = await viewerAt(`/inspect/${id}`)
  const isAsked = await mayAskChain(deps(), viewer)
  const [page, freezes] = await Promise.all([isAsked ? load(viewer, id) : null, readDeskFreezes(viewer)])
  const safe = page?.safe ?? null
  const subject = safe === null ? undefined : { safeId: safe.id }
  const freeze = freezes && safe && (
    <FreezeButton places={freezes.places} subject={subject} label={`Freeze ${displayText(safe.name, 60)}`} />
  )
  return (
    <DeskFrame
      viewer={viewer}
      current="/inspect"
      watch={IMPORTS}
      {...(subject && { subject })}
      {...deskInstruments([], page?.readAt ?? deps().io.clock.now())}
    >
      {page === null ? <TooOften /> : <ImportView page={page} freeze={freeze} />}
    </DeskFrame>
  )
}

// Without the chain there is no verdict, and an old one would be believed.
function TooOften() {
  return (
    <div className="wrap head">
      <Unavailable title="This import was not judged." reason="This session opened too many pages within a minute.">
        Wait a minute and load this page again. Freezing works.
      </Unavailable>
    </div>
  )
}

async function load(viewer: MemberActor, id: string): Promise<ImportPage> {
  try {
    return await loadImportPage(deps(), viewer, id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') notFound()
    throw error
  }
}
