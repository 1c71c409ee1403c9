import type { Address } from 'viem'
import type { SignatureView } from '@/lib/flows/import-page'
import { displayText } from '@/lib/core/display-text'
import { EmptyState } from '../ui/empty-state'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import { SeverityMark } from '../ui/severity-mark'
import { signatureWords } from './inspect-words'

const HEADS = ['Member', 'Said to be of', 'Recovers to', 'Worth']

/** §4: whose signatures came with it, each tried against this very hash. Their bytes are nowhere on the page. */
export function SignaturesSection({ signatures }: { signatures: readonly SignatureView[] }) {
  return (
    <Section
      id="s4"
      number="§4"
      title="Signatures that came with it"
      meta={signatures.length === 0 ? 'none' : `${signatures.length}, recovered against this hash, kept apart`}
      isMetaLong
    >
      {signatures.length === 0 ? (
        <EmptyState title="No signature came with it.">
          Import it again with its confirmations to see who signed. Until then nobody can tell.
        </EmptyState>
      ) : (
        <table className="led stack came" role="table">
          <caption className="sr">Signatures</caption>
          <thead role="rowgroup">
            <tr role="row">
              {HEADS.map((head) => (
                <th key={head} scope="col" role="columnheader">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {signatures.map((one, at) => (
              <SignatureRow key={at} signature={one} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

function SignatureRow({ signature: one }: { signature: SignatureView }) {
  return (
    <tr role="row" data-row tabIndex={-1}>
      <th scope="row" role="rowheader">
        <b>{displayText(one.memberName || 'Nobody of this desk', 80)}</b>
        <span className="sub">{displayText(one.type)}</span>
      </th>
      <td role="cell" className="full" data-h={HEADS[1]}>
        <Whose address={one.said} none="nobody named" />
      </td>
      <td role="cell" className="full" data-h={HEADS[2]}>
        <Whose address={one.recovered} none="nobody" />
      </td>
      <td role="cell" className="full">
        <SeverityMark
          level={one.valid === true ? 'pass' : one.valid === false ? 'critical' : 'unknown'}
          word={one.valid === true ? 'Good' : one.valid === false ? 'Not good' : 'Open'}
        />
        <span className="sub">{displayText(signatureWords(one), 400)}</span>
      </td>
    </tr>
  )
}

function Whose({ address, none }: { address: Address | null; none: string }) {
  return address === null ? <span className="quiet">{none}</span> : <HexGroups hex={address} layout="two" size={12} />
}
