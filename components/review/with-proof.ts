import type { Proof } from './prove-review'
import type { ProofState } from './use-proof'
import type { CheckState } from './use-verification'

const RETRY = 'Run it again above; until then nobody signs here.'

/** An own run belongs to the state of a block. One that the chain has left this far behind may be one that somebody chose. */
export const MOST_BEHIND_SECONDS = 1_800n

/**
 * What an own run contradicts is a stop like any other: nothing is signed, released or executed from here. Where the
 * organisation named nodes for its browsers, a run that could not be had stops as well, and so does one whose block too
 * few of those nodes know, or which the chain has left behind: unknown is not ok.
 * @param isRequired whether nodes are named for this chain
 */
export function withProof(checked: CheckState, proof: ProofState, isRequired: boolean): CheckState {
  if (checked.kind !== 'done') return checked
  const stop = stopOf(proof, isRequired)
  return stop === null ? checked : { kind: 'done', found: { ...checked.found, stops: [...checked.found.stops, stop] } }
}

/** How many named nodes have to know the block: all where there are fewer than two, else two. */
export const voicesNeeded = (named: number): number => Math.min(2, named)

function stopOf(proof: ProofState, isRequired: boolean): string | null {
  if (proof.kind === 'done') return contradiction(proof.proof) ?? (isRequired ? tooLittle(proof.proof) : null)
  if (proof.kind !== 'failed' || !isRequired) return null
  return `This browser could not run it, which your organisation asks for: ${proof.sentence} ${RETRY}`
}

const contradiction = ({ differences }: Proof): string | null =>
  differences.length === 0
    ? null
    : `Run in this browser, it does not do what this page shows: ${differences.slice(0, 3).join(' ')} Sign nothing and tell compliance.`

function tooLittle({ opinions, behind }: Proof): string | null {
  const voices = opinions.filter(({ hash }) => hash !== null).length
  const needed = voicesNeeded(opinions.length)
  if (voices === 0) return `None of your organisation’s nodes answered which block that is. ${RETRY}`
  if (voices < needed)
    return `Only one of your organisation’s nodes answered which block that is; two have to. ${RETRY}`
  if (behind === null) return `None of your organisation’s nodes says how far the chain is. ${RETRY}`
  return behind <= MOST_BEHIND_SECONDS
    ? null
    : `This review is of a block that the chain left behind ${minutes(behind)} minutes ago. Load the page anew; until then nobody signs here.`
}

const minutes = (seconds: bigint): string => (seconds / 60n).toString()
