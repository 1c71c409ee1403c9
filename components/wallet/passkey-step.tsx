'use client'
import { type ReactNode, useState } from 'react'
import type { ProofInput } from '@/lib/flows/step-up'
import { Button } from '../ui/button'
import { FormProblem } from './form-problem'
import { sentenceOf } from './sentence-of'
import type * as StepUp from './step-up'
import { useFirstFocus } from './use-first-focus'
import { useNow } from './use-now'

export type PasskeyStepProps = {
  /** Names action, amount and recipient: the authenticator's own prompt cannot. */
  sentence: ReactNode
  /** Computed from what the page displays, at the moment the person presses. */
  request: () => Promise<StepUp.StepUpRequest>
  isDemo: boolean
  /** For a page that holds the hashes of a challenge already: where it loads the code from, so that it loads them once. */
  load?: () => Promise<Pick<typeof StepUp, 'requestChallenge' | 'askPasskey'>>
  /** Posts the proof. What it throws is shown here, and a new challenge is needed. */
  onProof: (proof: ProofInput) => Promise<void>
  onCancel: () => void
}

/** The last step of every action that needs a second factor: a bound challenge, 120 seconds, one answer. */
export function PasskeyStep({ sentence, request, isDemo, load = loadStepUp, onProof, onCancel }: PasskeyStepProps) {
  const [expiresAt, setExpiresAt] = useState<Date | null>(null)
  const [phase, setPhase] = useState<'idle' | 'asking' | 'sending'>('idle')
  const [problem, setProblem] = useState<string | null>(null)
  const now = useNow(phase === 'asking')
  const main = useFirstFocus()

  async function answer(ask: (challenged: StepUp.Challenged) => Promise<ProofInput>) {
    if (phase !== 'idle') return
    setProblem(null)
    setPhase('asking')
    try {
      const { requestChallenge } = await load()
      const challenged = await requestChallenge(await request())
      setExpiresAt(challenged.expiresAt)
      const proof = await ask(challenged)
      setPhase('sending')
      await onProof(proof)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setExpiresAt(null)
    setPhase('idle')
  }

  return (
    <div className="step">
      <p className="say">{sentence}</p>
      {problem !== null && <FormProblem sentence={problem} />}
      <p className="quiet" role="status">
        {phase === 'asking' && expiresAt !== null && now !== null
          ? `Your passkey has ${secondsLeft(expiresAt, now)} seconds left to answer.`
          : phase === 'sending'
            ? 'Recording it.'
            : 'Your passkey confirms exactly this. It has 120 seconds once you ask it.'}
      </p>
      <div className="dialog-actions">
        <Button onClick={onCancel}>Not now</Button>
        <Button
          kind={isDemo ? 'quiet' : 'primary'}
          ref={isDemo ? undefined : main}
          onClick={() => answer(async (challenged) => (await load()).askPasskey(challenged))}
        >
          Use a passkey on this device
        </Button>
        {isDemo && (
          <Button kind="primary" ref={main} onClick={() => answer(askDemo)}>
            Use demo passkey
          </Button>
        )}
      </div>
    </div>
  )
}

const secondsLeft = (expiresAt: Date, now: Date) => Math.max(0, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000))

const loadStepUp = () => import('./step-up')

async function askDemo(challenged: StepUp.Challenged): Promise<ProofInput> {
  const { askDemoPasskey } = await import('./demo-kit')
  const proof = await askDemoPasskey(challenged)
  if (!proof) throw new Error('the demo kit is not in this build')
  return proof
}
