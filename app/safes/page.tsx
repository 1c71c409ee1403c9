import type { Metadata } from 'next'
import { Statement } from '@/components/frame/statement'
import { WITHDRAWALS } from '@/components/live/watch'
import { SafesTable } from '@/components/safes/safes-table'
import { safesHeadline } from '@/components/safes/safe-words'
import { Section } from '@/components/ui/section'
import { Unavailable } from '@/components/ui/unavailable'
import { listMembers } from '@/db/queries/members'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Safes' }

export default async function SafesPage() {
  const viewer = await viewerAt('/safes')
  const { db, io } = deps()
  const [safes, members] = await Promise.all([readSafesNow(viewer), listMembers(db, viewer)])
  const { said, urgent } = safesHeadline(safes)
  return (
    <DeskFrame viewer={viewer} current="/safes" watch={WITHDRAWALS} {...deskInstruments(safes, io.clock.now())}>
      <div className="wrap">
        <Statement crumbs={['Safes']}>
          {said} {urgent !== '' && <b>{urgent}</b>}
        </Statement>
        <Section id="safes" title="Safes of this desk" meta={safes.length}>
          <SafesTable safes={safes} members={members} />
          {safes.map(
            (safe) =>
              safe.now === null && (
                <Unavailable key={safe.id} title={`${displayText(safe.name, 80)}: unavailable.`} reason={safe.problem}>
                  What is stored is shown.
                </Unavailable>
              ),
          )}
        </Section>
      </div>
    </DeskFrame>
  )
}
