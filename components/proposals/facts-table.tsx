import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'
import type { ProposalFact } from './proposal-words'

/** Everything that a proposal says, addresses whole. */
export function FactsTable({ facts }: { facts: readonly ProposalFact[] }) {
  return (
    <dl className="says">
      {facts.map((fact, place) => (
        <div key={`${fact.name} ${place}`}>
          <dt>{fact.name}</dt>
          <dd>
            {'address' in fact ? (
              <>
                <HexGroups hex={fact.address} /> <Copy value={fact.address} what={`address of ${fact.of}`} />
              </>
            ) : fact.isBytes ? (
              <pre className="said">{fact.words}</pre>
            ) : (
              fact.words
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
