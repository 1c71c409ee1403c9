import type { Metadata } from 'next'
import { Statement } from '@/components/frame/statement'
import { PreviewPane } from '@/components/stage/preview-pane'
import { StageProvider } from '@/components/stage/stage-context'
import { StageDock } from '@/components/stage/stage-dock'
import { StageForm } from '@/components/stage/stage-form'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { listMembers } from '@/db/queries/members'
import { listContacts, readInstallation } from '@/db/queries/safes'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../demo-place'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Stage' }

export default async function StagePage() {
  const viewer = await viewerAt('/stage')
  const { db, io } = deps()
  const now = io.clock.now()
  const [safes, contacts, members, installation] = await Promise.all([
    readSafesNow(viewer),
    listContacts(db, viewer, now),
    listMembers(db, viewer),
    readInstallation(db),
  ])
  const frame = { viewer, current: '/stage', ...deskInstruments(safes, now) } as const
  if (!viewer.roles.includes('initiator'))
    return (
      <DeskFrame {...frame}>
        <div className="wrap head">
          <h1 className="statement">Initiators stage withdrawals.</h1>
          <EmptyState title={`You are ${viewer.roles.join(' and ')}.`}>
            What others stage comes to your desk when you are needed.
          </EmptyState>
        </div>
      </DeskFrame>
    )
  return (
    <StageProvider
      safes={safes}
      contacts={contacts.filter(({ hasEnded }) => !hasEnded)}
      holders={members.flatMap(({ name, wallets }) => wallets.map(({ address }) => ({ address, name })))}
      member={{ id: viewer.memberId, name: viewer.name }}
      installation={installation?.id ?? ''}
      demo={demoPlace(viewer.memberId)}
    >
      <DeskFrame {...frame} dock={<StageDock />}>
        <div className="wrap">
          <Statement crumbs={['New withdrawal']}>What should happen?</Statement>
        </div>
        <div className="wrap stage-cols">
          <Section id="form" title="Asked">
            <StageForm />
          </Section>
          <Section id="would" title="What it would do">
            <PreviewPane />
          </Section>
        </div>
      </DeskFrame>
    </StageProvider>
  )
}
