import type { Metadata } from 'next'
import Link from 'next/link'
import { namingOf } from '@/components/dashboard/naming'
import { Statement } from '@/components/frame/statement'
import { ImportForm } from '@/components/inspect/import-form'
import { ImportsTable } from '@/components/inspect/imports-table'
import { IMPORTS } from '@/components/live/watch'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { listImports } from '@/db/queries/imports'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Inspect' }

export default async function InspectPage() {
  const viewer = await viewerAt('/inspect')
  const { db, io } = deps()
  const [lines, safes] = await Promise.all([listImports(db, viewer), readSafesNow(viewer)])
  const now = io.clock.now()
  return (
    <DeskFrame viewer={viewer} current="/inspect" watch={IMPORTS} {...deskInstruments(safes, now)}>
      <div className="wrap">
        <Statement
          crumbs={['Inspect']}
          asked="Anybody here brings a transaction. It is judged like a withdrawal and kept apart: nobody approves or executes it here."
        >
          Look before anybody signs.
        </Statement>
        <Section id="bring" title="Bring a transaction">
          <ImportForm
            safes={safes.map(({ name, chainId, address, version }) => ({
              ...{ name: displayText(name, 80), chainId, address, version },
            }))}
          />
        </Section>
        <p className="note">
          Why anybody should: <Link href="/incidents">what signers saw, and what they signed</Link>.
        </p>
        <Section id="brought" title="Brought before" meta={lines.length}>
          {lines.length === 0 ? (
            <EmptyState title="Nothing was brought yet.">
              A transaction that somebody sent you, that a wallet asks for, or that waits at the Safe Transaction
              Service: bring it here and read what it really does, and who signed it.
            </EmptyState>
          ) : (
            <ImportsTable lines={lines} nameOf={namingOf([], safes)} now={now} />
          )}
        </Section>
      </div>
    </DeskFrame>
  )
}
