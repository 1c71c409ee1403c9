import type { Metadata } from 'next'
import Link from 'next/link'
import { ComingSection } from '@/components/dashboard/coming-section'
import { type DeskGroups, headline, underline } from '@/components/dashboard/desk-words'
import { Ledger } from '@/components/dashboard/ledger'
import { frozenOf } from '@/components/dashboard/frozen-of'
import { namingOf } from '@/components/dashboard/naming'
import { SafesSection } from '@/components/dashboard/safes-section'
import { WaitingList } from '@/components/dashboard/waiting-list'
import { Statement } from '@/components/frame/statement'
import { WITHDRAWALS } from '@/components/live/watch'
import { utcDay } from '@/components/review/times'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { readFreezes } from '@/db/queries/freezes'
import { listContacts } from '@/db/queries/safes'
import { isEnded, listWithdrawals, type WithdrawalLine } from '@/db/queries/withdrawals'
import { deps } from '@/lib/session/deps'
import { deskInstruments } from '../desk-instruments'
import { DeskFrame } from '../desk-frame'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Desk' }

export default async function DeskPage() {
  const viewer = await viewerAt('/')
  const { db, io } = deps()
  const now = io.clock.now()
  const [lines, safes, contacts, freezes] = await Promise.all([
    listWithdrawals(db, viewer),
    readSafesNow(viewer),
    listContacts(db, viewer, now),
    readFreezes(db, viewer),
  ])
  const groups = groupsOf(lines)
  const { waiting, stopped, moving, ended } = groups
  const shared = { nameOf: namingOf(contacts, safes), now }
  const isFrozen = frozenOf(freezes, safes)
  const frozen = lines.filter((line) => !isEnded(line.state) && isFrozen(line)).length
  const { said, urgent } = headline(groups, now)
  return (
    <DeskFrame
      viewer={viewer}
      current="/"
      watch={WITHDRAWALS}
      waitingCount={waiting.length}
      {...deskInstruments(safes, now)}
    >
      <div className="wrap">
        <Statement crumbs={[utcDay(now)]} asked={underline(groups, frozen)}>
          {said} {urgent !== '' && <b>{urgent}</b>}
        </Statement>
      </div>
      <div className="wrap cols desk">
        <div>
          <Section id="waiting" title="Waiting for you" meta={waiting.length}>
            {waiting.length === 0 ? (
              <EmptyState title="Nothing waits for you.">
                A withdrawal stands here when your approval, your execution or your release of a hold is the next step.
                {viewer.roles.includes('initiator') && (
                  <>
                    {' '}
                    <Link href="/stage">Stage a withdrawal</Link>
                  </>
                )}
              </EmptyState>
            ) : (
              <WaitingList lines={waiting} isFrozen={isFrozen} {...shared} />
            )}
          </Section>
          {stopped.length > 0 && (
            <Section id="stopped" title="Stopped" meta={stopped.length}>
              <Ledger lines={stopped} caption="Stopped withdrawals" hasHeads isFrozen={isFrozen} {...shared} />
            </Section>
          )}
          <Section id="moving" title="In flight" meta={moving.length}>
            {moving.length === 0 ? (
              <EmptyState title="Nothing is in flight.">What was staged and is not yet settled stands here.</EmptyState>
            ) : (
              <Ledger
                lines={moving}
                caption="Withdrawals in flight"
                hasHeads={stopped.length === 0}
                isFrozen={isFrozen}
                {...shared}
              />
            )}
          </Section>
          <Section id="ended" title="Ended" meta={ended.length}>
            {ended.length === 0 ? (
              <EmptyState title="Nothing has ended yet.">
                Executed, failed and rejected withdrawals stay here.
              </EmptyState>
            ) : (
              <Ledger
                lines={ended}
                caption="Ended withdrawals"
                hasHeads={stopped.length + moving.length === 0}
                {...shared}
              />
            )}
          </Section>
        </div>
        <aside className="rail" aria-label="State of the treasury">
          <ComingSection lines={lines} now={now} />
          <SafesSection safes={safes} />
        </aside>
      </div>
    </DeskFrame>
  )
}

function groupsOf(lines: readonly WithdrawalLine[]): DeskGroups {
  const waiting = lines.filter((line) => line.waitsForViewer !== null)
  const others = lines.filter((line) => line.waitsForViewer === null)
  const open = others.filter((line) => !isEnded(line.state))
  return {
    waiting,
    stopped: open.filter((line) => line.state === 'blocked'),
    moving: open.filter((line) => line.state !== 'blocked'),
    ended: others.filter((line) => isEnded(line.state)),
  }
}
