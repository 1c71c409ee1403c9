import type { Metadata } from 'next'
import { Statement } from '@/components/frame/statement'
import { IncidentList, WhatToCheck } from '@/components/incidents/incident-list'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../desk-frame'
import { deskInstruments } from '../desk-instruments'
import { readSafesNow } from '../safes-now'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'Incidents' }

export default async function IncidentsPage() {
  const viewer = await viewerAt('/incidents')
  const safes = await readSafesNow(viewer)
  return (
    <DeskFrame viewer={viewer} current={null} {...deskInstruments(safes, deps().io.clock.now())}>
      <div className="wrap">
        <Statement
          crumbs={['Incidents']}
          asked="Each of these passed several careful people. What they lacked was a second way to look."
        >
          What signers saw, and what they signed.
        </Statement>
      </div>
      <div className="wrap">
        <WhatToCheck />
        <IncidentList />
      </div>
    </DeskFrame>
  )
}
