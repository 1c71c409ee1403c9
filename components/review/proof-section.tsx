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
import { MOST_BEHIND_SECONDS, voicesNeeded } from './with-proof'

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
        <>
          <p role="status" className="quiet">
            {STEPS[state.step]}
          </p>
          <div className="entry-actions">
            <Button onClick={proof.stop}>Stop it</Button>
          </div>
        </>
      )}
      {state.kind === 'failed' && (
        <p role="status">
          <Icon name="v-unknown" /> Nothing is proven here. {displayText(state.sentence, 400)}
        </p>
      )}
      {state.kind === 'done' && <Outcome proof={state.proof} />}
      <p className="quiet">
        This browser runs it in the block as it is. What it does in other block environments
        {effects.inTurn?.kind === 'simulated' && <> and after {effects.inTurn.after.join(', ')}</>} is the desk’s word.
      </p>
      {state.kind !== 'running' && (
        <div className="entry-actions">
          <Button onClick={proof.run}>{state.kind === 'idle' ? 'Run it here' : 'Run it again'}</Button>
          {state.kind !== 'idle' && <Button onClick={() => location.reload()}>Load the page anew</Button>}
        </div>
      )}
    </Section>
  )
}

function Outcome({ proof: { block, at, differences, opinions, behind } }: { proof: Proof }) {
  const isSound = differences.length === 0
  const isOld = behind !== null && behind > MOST_BEHIND_SECONDS
  // One voice alone, or a block of long ago, is no proof of what will happen now.
  const isProven = agreeing(opinions).length >= 2 && !isOld
  return (
    <div role="status">
      <p>
        <Icon name={isSound ? (isProven ? 'v-pass' : 'v-unknown') : 'v-critical'} />{' '}
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
      <p className="quiet">
        {trustWords(block, opinions)} {ageWords(behind)}
      </p>
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
  const who = said.length === 1 ? `${said[0]} alone, asked` : `${said.join(' and ')}, each asked`
  const short = said.length < voicesNeeded(opinions.length) ? ' Two have to know it before anybody signs here.' : ''
  return `That the chain has this block rests on ${who} by this browser itself.${missing}${short}`
}

function ageWords(behind: bigint | null): string {
  if (behind === null) return ''
  if (behind > MOST_BEHIND_SECONDS)
    return `The chain went on for ${behind / 60n} minutes since: load the page anew before you sign.`
  return behind <= 0n ? 'It is the newest block there.' : `The chain went on for ${behind} s since.`
}
