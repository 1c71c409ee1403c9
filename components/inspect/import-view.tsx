import type { ReactNode } from 'react'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import type { ImportPage } from '@/lib/flows/import-page'
import { Statement } from '../frame/statement'
import type { Assessed } from '../review/assessed'
import { CallsSection } from '../review/calls-section'
import { FindingsSection } from '../review/findings-section'
import { RunCalls } from '../review/run-calls'
import { RunSection } from '../review/run-section'
import { statementParts } from '../review/statement-parts'
import { utcMinute } from '../review/times'
import { Fold } from '../ui/fold'
import { Section } from '../ui/section'
import { Verdict } from '../ui/verdict'
import { DeviceHashesSection } from './device-hashes-section'
import { EffectsSection } from './effects-section'
import { ImportBanners } from './import-banners'
import { inspectVerdict, isUsedUp, outsideWords } from './inspect-words'
import { RawImportSection } from './raw-import-section'
import { SignaturesSection } from './signatures-section'

type ImportViewProps = {
  page: ImportPage
  /** Offered where a key of the desk signed outside: stops that Safe. */
  freeze: ReactNode
}

/** An import in the order of a review, without anything to decide. */
export function ImportView({ page, freeze }: ImportViewProps) {
  const { assessment, contacts, assets, notChecked, signatures, verdict } = page
  const { staged, findings } = assessment
  const assessed: Assessed = {
    assessment,
    contacts,
    assets,
    safeName: page.safe?.name ?? 'a Safe that is not this desk’s',
  }
  return (
    <>
      <div className="wrap">
        <ImportHead page={page} assessed={assessed} />
        <div className="banners import">
          <ImportBanners page={page} freeze={freeze} />
        </div>
      </div>
      <div className="wrap cols">
        <div>
          <Verdict
            verdict={verdict}
            detail="Nobody stated an intent for this: it is judged by its bytes, its effects and what the desk knows."
          >
            {displayText(inspectVerdict({ verdict, findings }), 600)}
          </Verdict>
          <EffectsSection assessed={assessed} />
          <FindingsSection number="§2" findings={findings} clauses={[]} meta={`${findings.length} checks`} />
          <CallsSection assessed={assessed} clauses={[]} />
          <RunSection
            assessed={assessed}
            calls={(summary) => (
              <Fold summary={summary}>
                <RunCalls assessed={assessed} />
              </Fold>
            )}
          />
          {page.abiFailures.map((sentence) => (
            <p key={sentence} className="note">
              {displayText(sentence, 400)}
            </p>
          ))}
          <SignaturesSection signatures={signatures} />
        </div>
        <aside className="rail" aria-label="Device">
          <DeviceHashesSection hashes={staged.hashes} version={staged.safe.version} isRefused={verdict === 'block'} />
          {notChecked.length > 0 && (
            <Section id="open" title="Not checked" meta={notChecked.length}>
              <p className="note">
                Nobody said what these need: what it is for, and of other people’s Safes what else waits there. Not
                checked is not clean.
              </p>
              <p className="det">{notChecked.map(({ code }) => code).join(', ')}</p>
            </Section>
          )}
        </aside>
        <RawImportSection page={page} />
      </div>
    </>
  )
}

function ImportHead({ page, assessed }: { page: ImportPage; assessed: Assessed }) {
  const { staged } = page.assessment
  const { chainId } = staged.safe
  const outside = outsideWords(page.signedOutside)
  return (
    <Statement
      crumbs={[
        <>
          Import <b>{page.id}</b>
        </>,
        `${displayText(page.safe?.name ?? 'No Safe of this desk')}, nonce ${staged.tx.nonce}`,
        `${findChain(chainId)?.name ?? 'Unregistered chain'}, chain ${chainId}`,
      ]}
      asked={
        <>
          {displayText(page.importer, 80)} brought this on {utcMinute(page.at)}
          {page.note === '' ? '.' : ': '}
          {page.note !== '' && <q className="q">{displayText(page.note, 500)}</q>}
        </>
      }
    >
      {outside !== '' && (
        <>
          <b className="stop">{displayText(outside, 400)}</b>{' '}
        </>
      )}
      {isUsedUp(page.assessment) && (
        <b>
          {page.twin?.state === 'executed'
            ? `This was executed as ${page.twin.id}`
            : `Nonce ${String(staged.tx.nonce)} is used up`}
          : it can never run again.{' '}
        </b>
      )}
      {statementParts(assessed, null).map(({ text, as }, at) =>
        as === 'plain' ? (
          displayText(text, 400)
        ) : (
          <b key={at} className={as === 'amount' ? 'num' : 'stop'}>
            {displayText(text, 200)}
          </b>
        ),
      )}
    </Statement>
  )
}
