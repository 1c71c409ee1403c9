import type { ReactNode } from 'react'
import { type Move, MovesTable } from '../ui/moves-table'
import { ParallelSection } from '../ui/parallel-section'
import { AskAgain } from '../ui/ask-again'
import { Unavailable } from '../ui/unavailable'
import type { Assessed } from './assessed'
import { clauseRows } from './clause-cells'
import type { ClauseFacts } from './clause-facts'
import { effectSource } from './effect-words'
import { readMoves } from './read-moves'

type ClausesSectionProps = {
  assessed: Assessed
  clauses: readonly ClauseFacts[]
  askedBy: ReactNode
  /** Nothing more will happen: what is shown is what was simulated before. */
  isOver?: boolean
  /** Drawn between the clauses and the balances. */
  picture?: ReactNode
}

/** §1: asked beside what will happen, then everything that moves. */
export function ClausesSection({ assessed, clauses, askedBy, isOver = false, picture }: ClausesSectionProps) {
  const { effects } = assessed.assessment
  const { moves, sentence } = readMoves(assessed)
  return (
    <ParallelSection
      id="s1"
      number="§1"
      title={isOver ? 'Asked, and what was simulated' : 'Asked, and what will happen'}
      {...(isOver && { effectTitle: 'Was simulated' })}
      rows={clauseRows(clauses, assessed)}
      askedBy={askedBy}
      effectBy={effectSource(effects)}
    >
      {picture}
      {effects.kind === 'unavailable' ? (
        <Unavailable title="Everything that moves" reason={`is unknown: ${effects.party} did not simulate it.`}>
          Policy lets nobody approve without it. <AskAgain />
        </Unavailable>
      ) : (
        <Moves moves={moves}>
          <b>Everything that moves.</b> {sentence}
        </Moves>
      )}
    </ParallelSection>
  )
}

// A table without rows is no table: of a cancel nothing moves.
function Moves({ moves, children }: { moves: readonly Move[]; children: ReactNode }) {
  return moves.length === 0 ? <p className="note">{children}</p> : <MovesTable moves={moves} caption={children} />
}
