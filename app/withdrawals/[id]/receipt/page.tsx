import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Statement } from '@/components/frame/statement'
import { STORY } from '@/components/live/watch'
import { utcMinute } from '@/components/review/times'
import { PrintButton } from '@/components/ui/print-button'
import { stateWords } from '@/components/ui/state-words'
import { ReceiptBody } from '@/components/withdrawals/receipt-body'
import { readReceipt } from '@/db/queries/receipt'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../../../desk-frame'
import { deskInstruments } from '../../../desk-instruments'
import { viewerAt } from '../../../viewer-at'

type ReceiptProps = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: ReceiptProps): Promise<Metadata> {
  return { title: `Receipt ${(await params).id.slice(0, 14)}` }
}

/** One withdrawal to print: rows alone, so that it stands also while no chain answers. */
export default async function ReceiptPage({ params }: ReceiptProps) {
  const { id } = await params
  if (!/^W-\d{1,12}$/.test(id)) notFound()
  const viewer = await viewerAt(`/withdrawals/${id}/receipt`)
  const { db, io } = deps()
  const now = io.clock.now()
  const receipt = await readReceipt(db, viewer, id)
  if (receipt === null) notFound()
  const { organisation, state, stateSince, reference, purpose, logSize } = receipt
  return (
    <DeskFrame
      viewer={viewer}
      current={null}
      subject={{ withdrawalId: id }}
      watch={{ types: STORY, withdrawal: id }}
      {...deskInstruments([], now)}
    >
      <div className="wrap">
        <Statement
          crumbs={[
            <>
              Receipt of <b>{id}</b>
            </>,
            displayText(organisation, 80),
            <Link key="back" className="link" href={`/withdrawals/${id}`} prefetch={false}>
              Open its review
            </Link>,
          ]}
          asked={
            <>
              {reference !== '' && `Reference ${displayText(reference, 120)}. `}
              <q className="q">{displayText(purpose, 500)}</q>
            </>
          }
        >
          {state === 'executed' ? (
            `${id} was executed ${utcMinute(stateSince)}.`
          ) : (
            <>
              <b>{`${id} is not executed.`}</b> {`${stateWords(state).word} since ${utcMinute(stateSince)}.`}
            </>
          )}
        </Statement>
        <PrintButton />
        <ReceiptBody receipt={receipt} />
        <p className="note">
          Written {utcMinute(now)}
          {logSize === null
            ? '. The log has no checkpoint yet.'
            : `, under a log checkpoint over ${logSize} events.`}{' '}
          This page proves nothing by itself: the evidence of {id} verifies offline.
        </p>
      </div>
    </DeskFrame>
  )
}
