import type { Metadata } from 'next'
import { FreezeList } from '@/components/freeze/freeze-list'
import { Statement } from '@/components/frame/statement'
import { countWord } from '@/components/review/verdict-words'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../demo-place'
import { readDeskFreezes } from '../desk-freezes'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Freezes' }

export default async function FreezesPage() {
  const viewer = await viewerAt('/freezes')
  const [found, safes] = await Promise.all([readDeskFreezes(viewer), readSafesNow(viewer)])
  const lines = found?.lines ?? []
  const [standing, lifted] = [lines.filter(({ isOver }) => !isOver), lines.filter(({ isOver }) => isOver)]
  const own = {
    installation: found?.places.organisation.id ?? '',
    memberId: viewer.memberId,
    isDemo: demoPlace(viewer.memberId) !== null,
  }
  const [first] = standing
  return (
    <DeskFrame viewer={viewer} current="/freezes" {...deskInstruments(safes, deps().io.clock.now())}>
      <div className="wrap">
        <Statement
          crumbs={['Freezes']}
          asked="Anybody freezes at once. Two of admin and compliance lift, without who set it. A freeze revokes no signature."
        >
          {first === undefined ? (
            'Nothing is frozen.'
          ) : standing.length === 1 ? (
            <b>{first.what} is frozen.</b>
          ) : (
            <b>{countWord(standing.length)} freezes stand.</b>
          )}
        </Statement>
      </div>
      <div className="wrap">
        <Section id="standing" title="Standing" meta={standing.length}>
          {standing.length === 0 ? (
            <EmptyState title="Nothing is frozen.">A freeze stands here until two people lifted it.</EmptyState>
          ) : (
            <FreezeList lines={standing} viewer={own} />
          )}
        </Section>
        <Section id="lifted" title="Lifted" meta={lifted.length}>
          {lifted.length === 0 ? (
            <EmptyState title="Nothing was lifted yet.">Freezes that ended stay here with who ended them.</EmptyState>
          ) : (
            <FreezeList lines={lifted} viewer={own} />
          )}
        </Section>
      </div>
    </DeskFrame>
  )
}
