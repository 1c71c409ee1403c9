import type { Proof } from './prove-review'
import type { ProofState } from './use-proof'
import type { CheckState } from './use-verification'

const RETRY = 'Run it again above; until then nobody signs here.'

/**
 * What an own run contradicts is a stop like any other: nothing is signed, released or executed from here. Where the
 * organisation named nodes for its browsers, a run that could not be had stops as well, and so does one whose block none
 * of those nodes knows: unknown is not ok.
 * @param isRequired whether nodes are named for this chain
 */
export function withProof(checked: CheckState, proof: ProofState, isRequired: boolean): CheckState {
  if (checked.kind !== 'done') return checked
  const stop = stopOf(proof, isRequired)
  return stop === null ? checked : { kind: 'done', found: { ...checked.found, stops: [...checked.found.stops, stop] } }
}

function stopOf(proof: ProofState, isRequired: boolean): string | null {
  if (proof.kind === 'done') return contradiction(proof.proof) ?? (isRequired ? silence(proof.proof) : null)
  if (proof.kind !== 'failed' || !isRequired) return null
  return `This browser could not run it, which your organisation asks for: ${proof.sentence} ${RETRY}`
}

const contradiction = ({ differences }: Proof): string | null =>
  differences.length === 0
    ? null
    : `Run in this browser, it does not do what this page shows: ${differences.slice(0, 3).join(' ')} Sign nothing and tell compliance.`

const silence = ({ opinions }: Proof): string | null =>
  opinions.some(({ hash }) => hash !== null)
    ? null
    : `None of your organisation’s nodes answered which block that is. ${RETRY}`
