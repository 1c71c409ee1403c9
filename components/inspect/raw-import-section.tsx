import type { ImportPage } from '@/lib/flows/import-page'
import { opinionWords } from '../review/hash-words'
import { RawFields } from '../review/raw-fields'
import { verifierJson } from '@/lib/verify/desk-case'
import { CalldataWords } from '../ui/calldata-words'
import { Copy } from '../ui/copy'
import { Hash } from '../ui/hash'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'

/** §5: the ten fields as they came, the hash that they give, what is claimed instead, and the way to the offline verifier. */
export function RawImportSection({ page }: { page: ImportPage }) {
  const { assessment, contacts, claims, id } = page
  const { staged, hashes, effects } = assessment
  const block = effects.kind === 'simulated' ? effects.block.number : null
  const claimed = claims.safeTxHashes ?? []
  return (
    <Section id="s5" number="§5" title="Raw transaction" meta="Ten fields, as they came" isMetaLong isAppendix>
      <div className="two-up">
        <RawFields tx={staged.tx} />
        <div>
          <CalldataWords bytes={staged.tx.data} />
          <dl className="agree">
            <dt>Safe</dt>
            <dd>
              <HexGroups hex={staged.safe.address} /> <Copy value={staged.safe.address} what="address of the Safe" />
            </dd>
            <dt>safeTxHash</dt>
            <dd>
              <Hash hash={hashes.own} what="safeTxHash" />
            </dd>
            <dt>Computed by</dt>
            <dd>{opinionWords([{ by: 'The server', hash: hashes.own }], hashes, block)}</dd>
            {claimed.map((hash) => (
              <Claimed key={hash} name="Claimed instead">
                <Hash hash={hash} what="claimed hash" />
              </Claimed>
            ))}
            {claims.chainId !== undefined && <Claimed name="Claimed chain">{claims.chainId}</Claimed>}
            <dt>For verify.html</dt>
            <dd>
              The whole transaction as JSON, without its signatures, for the verifier without a network{' '}
              <Copy value={verifierJson({ id, assessment, contacts })} what="JSON" />
            </dd>
          </dl>
        </div>
      </div>
    </Section>
  )
}

function Claimed({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="critc">{children}</dd>
    </>
  )
}
