'use client'
import { displayText } from '@/lib/core/display-text'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Section } from '../ui/section'
import type { BlockOpinion } from './ask-block'
import { grouped } from './effect-words'
import type { Proof, ProofStep } from './prove-review'
import { useReview } from './review-context'
import { clockSecond } from './times'

const STEPS: Readonly<Record<ProofStep, string>> = {
  block: 'Asking your nodes which block that is.',
  witness: 'Fetching the state of that block, with proofs.',
  run: 'Running the transaction here.',
}

/** The signer's own proof: what the transaction does, run in this browser from state that the block proves. */
export function ProofSection() {
  const { page, proof } = useReview()
  const { effects } = page.reviewed.assessment
  const { state } = proof
  if (effects.kind === 'unavailable') return null
  return (
    <Section id="r6" title="Run again in this browser" meta={`block ${grouped(effects.block.number)}`}>
      {state.kind === 'idle' && (
        <p className="quiet">
          This browser can run the transaction itself, from state that the block proves, and compare every effect.
          Neither the desk nor its node is believed.
        </p>
      )}
      {state.kind === 'running' && (
        <p role="status" className="quiet">
          {STEPS[state.step]}
        </p>
      )}
      {state.kind === 'failed' && (
        <p role="status">
          <Icon name="v-unknown" /> Nothing is proven here. {displayText(state.sentence, 400)}
        </p>
      )}
      {state.kind === 'done' && <Outcome proof={state.proof} />}
      {effects.inTurn?.kind === 'simulated' && (
        <p className="quiet">What it does after {effects.inTurn.after.join(', ')} is the desk’s word: not run here.</p>
      )}
      {state.kind !== 'running' && (
        <div className="entry-actions">
          <Button onClick={proof.run}>{state.kind === 'idle' ? 'Run it here' : 'Run it again'}</Button>
        </div>
      )}
    </Section>
  )
}

function Outcome({ proof: { block, at, differences, opinions } }: { proof: Proof }) {
  const isSound = differences.length === 0
  return (
    <div role="status">
      <p>
        <Icon name={isSound ? (agreeing(opinions).length > 0 ? 'v-pass' : 'v-unknown') : 'v-critical'} />{' '}
        {isSound ? (
          <>
            Re-executed in this browser against block {grouped(block)}, proven, at{' '}
            <time dateTime={at.toISOString()}>{clockSecond(at)}</time>. Every effect on this page is the same.
          </>
        ) : (
          <b className="stop-words">It does not do what this page shows.</b>
        )}
      </p>
      {differences.length > 0 && (
        <ul className="choices">
          {differences.slice(0, 20).map((sentence) => (
            <li key={sentence}>{displayText(sentence, 400)}</li>
          ))}
        </ul>
      )}
      <p className="quiet">{trustWords(block, opinions)}</p>
    </div>
  )
}

const agreeing = (opinions: readonly BlockOpinion[]) => opinions.filter(({ hash }) => hash !== null)

/** Whose word it is that the chain has this block. */
function trustWords(block: bigint, opinions: readonly BlockOpinion[]): string {
  const silent = opinions.filter(({ hash }) => hash === null).map(({ party }) => party)
  const said = agreeing(opinions).map(({ party }) => party)
  const missing = silent.length === 0 ? '' : ` No answer from ${silent.join(' and ')}.`
  if (said.length === 0)
    return `That the chain has block ${grouped(block)} is the desk’s own word: no node of yours said so.${missing}`
  const who = said.length === 1 ? `${said[0]}, asked` : `${said.join(' and ')}, each asked`
  return `That the chain has this block rests on ${who} by this browser itself.${missing}`
}
