'use client'
import type { ReactNode } from 'react'
import { CalldataWords } from '../ui/calldata-words'
import { Copy } from '../ui/copy'
import { Hash } from '../ui/hash'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import { grouped } from './effect-words'
import { hashWords } from './hash-words'
import { useReview } from './review-context'
import { verifierJson } from '@/lib/verify/desk-case'

/** §4: the ten fields as signed, the hashes, and who computed them. */
export function RawSection() {
  const { page, checked } = useReview()
  const { staged, hashes, effects } = page.reviewed.assessment
  const { tx } = staged
  const address = (hex: `0x${string}`, what: string): ReactNode => (
    <>
      <HexGroups hex={hex} /> <Copy value={hex} what={what} />
    </>
  )
  const fields: readonly (readonly [string, ReactNode])[] = [
    ['to', address(tx.to, 'to')],
    ['value', String(tx.value)],
    ['data', tx.data === '0x' ? 'none' : `${grouped((tx.data.length - 2) / 2)} bytes, beside`],
    ['operation', operationWords(tx.operation)],
    ['safeTxGas', String(tx.safeTxGas)],
    ['baseGas', String(tx.baseGas)],
    ['gasPrice', String(tx.gasPrice)],
    ['gasToken', address(tx.gasToken, 'gasToken')],
    ['refundReceiver', address(tx.refundReceiver, 'refundReceiver')],
    ['nonce', String(tx.nonce)],
  ]
  const json = verifierJson({ id: page.id, assessment: page.reviewed.assessment, contacts: page.reviewed.contacts })
  const block = effects.kind === 'simulated' ? effects.block.number : null
  return (
    <Section id="s4" number="§4" title="Raw transaction" meta="Ten fields, fixed since staging" isMetaLong isAppendix>
      <div className="two-up">
        <dl className="raw">
          {fields.map(([name, value]) => (
            <Field key={name} name={name} value={value} />
          ))}
        </dl>
        <div>
          <CalldataWords bytes={tx.data} />
          <dl className="agree">
            <dt>safeTxHash</dt>
            <dd>
              <Hash hash={staged.hashes.safeTx} what="safeTxHash" />
            </dd>
            <dt>Computed by</dt>
            <dd>{hashWords(checked, hashes, block)}</dd>
            <dt>Evidence digest</dt>
            <dd>
              <Hash hash={page.reviewed.digest} what="evidence digest" />
            </dd>
            <dt>For verify.html</dt>
            <dd>
              The whole transaction as JSON, for the verifier without a network <Copy value={json} what="JSON" />
            </dd>
            <dt>Check it yourself</dt>
            <dd>
              <code className="hex">{verifyCommand(page.id)}</code> in a checkout of this program, on another machine{' '}
              <Copy value={verifyCommand(page.id)} what="command" />
            </dd>
          </dl>
        </div>
      </div>
    </Section>
  )
}

const verifyCommand = (id: string) => `npx --no-install countersign audit verify ${id}-evidence.json`

function operationWords(operation: number): ReactNode {
  const name = operation === 0 ? 'call' : operation === 1 ? 'delegatecall' : 'no such operation'
  return (
    <>
      {operation} <span className="quiet">{name}</span>
    </>
  )
}

function Field({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
