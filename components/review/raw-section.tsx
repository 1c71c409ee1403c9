'use client'
import { CalldataWords } from '../ui/calldata-words'
import { Copy } from '../ui/copy'
import { Hash } from '../ui/hash'
import { Section } from '../ui/section'
import { hashWords } from './hash-words'
import { RawFields } from './raw-fields'
import { useReview } from './review-context'
import { verifierJson } from '@/lib/verify/desk-case'

/** §4: the ten fields as signed, the hashes, and who computed them. */
export function RawSection() {
  const { page, checked } = useReview()
  const { staged, hashes, effects } = page.reviewed.assessment
  const json = verifierJson({ id: page.id, assessment: page.reviewed.assessment, contacts: page.reviewed.contacts })
  const block = effects.kind === 'simulated' ? effects.block.number : null
  return (
    <Section id="s4" number="§4" title="Raw transaction" meta="Ten fields, fixed since staging" isMetaLong isAppendix>
      <div className="two-up">
        <RawFields tx={staged.tx} />
        <div>
          <CalldataWords bytes={staged.tx.data} />
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
