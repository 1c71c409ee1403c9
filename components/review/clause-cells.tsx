import { displayText } from '@/lib/core/display-text'
import { Address } from '../ui/address'
import { Amount } from '../ui/amount'
import type { Clause } from '../ui/parallel-table'
import type { Assessed } from './assessed'
import type { ClauseFacts, ClauseSide } from './clause-facts'
import { knownName } from './known-name'

/** Clauses as the table draws them. Only the right column offers a copy: it is the one that happens. */
export function clauseRows(clauses: readonly ClauseFacts[], assessed: Assessed): readonly Clause[] {
  return clauses.map(({ no, name, asked, effect, mark }) => {
    const isDifferent = mark !== 'same' && mark !== 'unknown'
    return {
      no,
      name,
      mark,
      asked: <Side side={asked} assessed={assessed} />,
      effect: <Side side={effect} assessed={assessed} canCopy isAlert={isDifferent} />,
    }
  })
}

type SideProps = { side: ClauseSide; assessed: Assessed; canCopy?: boolean; isAlert?: boolean }

function Side({ side, assessed, canCopy = false, isAlert = false }: SideProps) {
  if (side.kind === 'words')
    return <span className={side.isAlert ? 'alert' : undefined}>{displayText(side.words, 2000)}</span>
  if (side.kind === 'amount')
    return (
      <>
        <Amount
          units={side.units}
          decimals={side.asset.decimals}
          unit={displayText(side.asset.symbol, 24)}
          baseUnit={side.asset.address === 'native' ? 'wei' : 'base units'}
          layout="big"
          isAlert={isAlert}
          hasBaseUnits
        />
        {side.note !== undefined && <span className="quiet">{side.note}</span>}
      </>
    )
  const known = knownName(side.address, assessed)
  return (
    <Address
      address={side.address}
      name={known.name === undefined ? undefined : displayText(known.name)}
      provenance={known.provenance}
      source={known.source}
      canCopy={canCopy}
    />
  )
}
