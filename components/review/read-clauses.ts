import { findChain } from '@/lib/chains/index'
import type { ClauseFacts, UnnumberedClause } from './clause-facts'
import { words } from './clause-facts'
import { callClause } from './call-clause'
import { givenClauses } from './given-clauses'
import { legClauses } from './leg-clauses'
import { settingClauses } from './setting-clauses'
import { strayClauses } from './stray-clauses'
import type { Assessed } from './assessed'

/**
 * The clauses of §1 in their fixed order (network, from, legs, what a call may take, kind of call, configuration, control, approvals, refund).
 * Left comes from the intent alone; right from measured effects and the decoded bytes, never from the intent.
 */
export function readClauses(assessed: Assessed): readonly ClauseFacts[] {
  const { assessment } = assessed
  const { staged, intent } = assessment
  const legs = intent?.legs ?? []
  const askedChain = legs[0]?.asset.chainId ?? staged.safe.chainId
  const clauses: UnnumberedClause[] = [
    {
      name: 'Network',
      asked: words(chainWords(askedChain)),
      effect: words(chainWords(staged.safe.chainId)),
      mark: legs.every((leg) => leg.asset.chainId === staged.safe.chainId) ? 'same' : 'differs',
    },
    {
      name: 'From',
      asked: { kind: 'address', address: staged.safe.address },
      effect: { kind: 'address', address: staged.safe.address },
      mark: 'same',
    },
    ...legClauses(assessment),
    ...givenClauses(assessment),
    ...strayClauses(assessed),
    callClause(assessment),
    ...settingClauses(assessed),
  ]
  return clauses.map((clause, at) => ({ ...clause, no: `1.${at + 1}` }))
}

/** "All 9 clauses equal", or how many do not. */
export function countClauses(clauses: readonly ClauseFacts[]) {
  return {
    all: clauses.length,
    different: clauses.filter(({ mark }) => mark !== 'same' && mark !== 'unknown').length,
    unanswered: clauses.filter(({ mark }) => mark === 'unknown').length,
  }
}

const chainWords = (chainId: number) => `${findChain(chainId)?.name ?? 'Unregistered chain'}, chain ${chainId}`
