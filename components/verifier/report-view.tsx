import { useState } from 'react'
import { writeVerdictLine } from '@/lib/approve/verdict-line'
import { displayText } from '@/lib/core/display-text'
import { movesOf } from '@/lib/verify/report-moves'
import { verdictLineOf } from '@/lib/verify/expected-verdict'
import type { Report } from '@/lib/verify/verify-case'
import { FindingsSection } from '../review/findings-section'
import { CallTree } from '../ui/call-tree'
import { Copy } from '../ui/copy'
import { Hash } from '../ui/hash'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import { Verdict } from '../ui/verdict'
import { TypedHashFields, type TypedHashes } from '../review/typed-hash-fields'
import { DeviceHashes } from '../review/device-hashes'
import { reportCalls } from './report-calls'

/** Everything that the verifier says about one transaction. */
export function ReportView({ report }: { report: Report }) {
  const [typed, setTyped] = useState<TypedHashes>({ domain: '', message: '' })
  const { given, hashes, call, findings, notChecked, verdict, signatures } = report
  const { safe, tx } = given
  const line = verdictLineOf(report)
  const moves = movesOf(report)
  const present = findings.filter(({ outcome }) => outcome !== 'pass')
  const isRefused = verdict === 'block'
  return (
    <article aria-labelledby="title">
      <h2 id="title" className="say">
        {displayText(given.id, 200)}
      </h2>
      <Verdict verdict={verdict} detail={detailOf(report)}>
        {sentenceOf(report)}
      </Verdict>
      {line !== null && (
        <p className="det">
          Verdict line, where a policy asks for it: <code className="hex wraps">{writeVerdictLine(line)}</code>{' '}
          <Copy value={writeVerdictLine(line)} what="verdict line" />
        </p>
      )}
      <div className="cols">
        <div>
          <FindingsSection findings={findings} clauses={[]} meta={`${present.length} found or not answered`} />
          {moves.length > 0 && (
            <Section id="moves" title="What the bytes send" meta={`${moves.length}`}>
              <ul className="moved">
                {moves.map(({ path, amount, recipient, name }, at) => (
                  <li key={at}>
                    <b className="num">{displayText(amount, 200)}</b> to{' '}
                    {name !== '' && <b>{displayText(name, 80)} </b>}
                    <HexGroups hex={recipient} /> <span className="quiet">call {path}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section id="calls" title="What each call does">
            <CallTree root={reportCalls(call, namesOf(report), findings)} />
          </Section>
        </div>
        <aside className="rail" aria-label="Device">
          <Section
            id="device"
            title={isRefused ? 'If a device shows this, refuse' : 'Your device must show'}
            meta={`EIP-712, Safe ${safe.version}`}
          >
            <DeviceHashes {...{ domain: hashes.domain, message: hashes.message, isRefused }} />
            <TypedHashFields {...{ domain: hashes.domain, message: hashes.message, typed, onType: setTyped }} />
          </Section>
        </aside>
        <Section id="raw" title="The transaction" isAppendix>
          <dl className="raw">
            <dt>Chain</dt>
            <dd>{safe.chainId}</dd>
            <dt>Safe</dt>
            <dd>
              <HexGroups hex={safe.address} />
            </dd>
            <dt>to</dt>
            <dd>
              <HexGroups hex={tx.to} />
            </dd>
            <dt>value</dt>
            <dd>{String(tx.value)}</dd>
            <dt>operation</dt>
            <dd>{String(tx.operation)}</dd>
            <dt>safeTxGas, baseGas, gasPrice</dt>
            <dd>{[tx.safeTxGas, tx.baseGas, tx.gasPrice].map(String).join(', ')}</dd>
            <dt>gasToken</dt>
            <dd>
              <HexGroups hex={tx.gasToken} />
            </dd>
            <dt>refundReceiver</dt>
            <dd>
              <HexGroups hex={tx.refundReceiver} />
            </dd>
            <dt>nonce</dt>
            <dd>{String(tx.nonce)}</dd>
            <dt>safeTxHash</dt>
            <dd>{hashes.safeTx === null ? 'none' : <Hash hash={hashes.safeTx} what="safeTxHash" />}</dd>
          </dl>
        </Section>
        {signatures.length > 0 && (
          <Section
            id="signatures"
            isAppendix
            title="Signatures"
            meta={`${signatures.length}, recovered against this hash`}
          >
            <ul className="passed">
              {signatures.map(({ owner, type, recovered, valid, fault }, place) => (
                <li key={place}>
                  {displayText(type)} of {owner ?? 'nobody named'}, recovers to {recovered ?? 'nobody'}:{' '}
                  {valid === null ? 'only the chain proves it' : valid ? 'valid' : `not valid, ${displayText(fault)}`}
                </li>
              ))}
            </ul>
          </Section>
        )}
        {notChecked.length > 0 && (
          <Section
            id="open"
            isAppendix
            title="Not checked"
            meta={`${notChecked.length}, for want of facts in the file`}
          >
            <p className="det">{notChecked.map(({ code }) => code).join(', ')}</p>
          </Section>
        )}
      </div>
    </article>
  )
}

function sentenceOf({ findings, verdict }: Report): string {
  const count = (severity: string) =>
    findings.filter((one) => one.outcome !== 'pass' && one.severity === severity).length
  if (verdict === 'block') return `${counted(count('critical'), 'critical finding')}. Sign nothing of this.`
  if (verdict === 'warn') return `${counted(count('high'), 'high finding')}: read each before signing.`
  if (verdict === 'review') return `${counted(count('medium'), 'finding')} to look at.`
  return 'Nothing was found in what this file says.'
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

function detailOf({ notChecked }: Report): string {
  return notChecked.length === 0
    ? 'Judged from the file alone.'
    : `Judged from the file alone; ${notChecked.length} checks need facts that it does not hold.`
}

function namesOf({ given: { context, safe } }: Report): ReadonlyMap<string, string> {
  return new Map([
    ...(context.tokens ?? []).map(({ address, symbol }) => [address.toLowerCase(), symbol] as const),
    ...(context.addressBook ?? []).map(({ address, name }) => [address.toLowerCase(), name] as const),
    [safe.address.toLowerCase(), 'this Safe'] as const,
  ])
}
