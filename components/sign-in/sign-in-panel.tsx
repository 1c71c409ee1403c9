'use client'
import { useRef, useState } from 'react'
import { Button } from '../ui/button'
import { displayText } from '@/lib/core/display-text'
import { Section } from '../ui/section'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { useWallets } from '../wallet/use-wallets'
import { WalletButtons } from '../wallet/wallet-buttons'
import type { WalletChoice } from '../wallet/wallets'
import { afterSignIn } from './safe-path'
import type { SignInMessage } from './sign-in'

/** Pick a wallet, read the sentence, sign it. */
export function SignInPanel({ to }: { to: string }) {
  const [asking, setAsking] = useState<string | null>(null)
  const [asked, setAsked] = useState<SignInMessage | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const wallets = useWallets(true, null)
  const attempt = useRef(0)

  async function choose({ id, name }: WalletChoice) {
    attempt.current += 1
    const own = attempt.current
    const isWanted = () => attempt.current === own
    setProblem(null)
    setAsked(null)
    setAsking(name)
    try {
      const { signInWith } = await import('./sign-in')
      if (await signInWith(id, { onMessage: setAsked, isWanted })) {
        window.location.assign(afterSignIn(to, window.location.hash))
        return
      }
    } catch (error) {
      if (isWanted()) setProblem(sentenceOf(error))
    }
    if (isWanted()) setAsking(null)
  }

  // A wallet may hide its prompt, or never answer: the page is not its hostage.
  function turnAway() {
    attempt.current += 1
    setAsked(null)
    setAsking(null)
  }

  return (
    <Section id="wallet" number="1" title="Wallet">
      <p className="note">You sign a sentence, not a transaction. It costs nothing and approves nothing.</p>
      {problem !== null && <FormProblem sentence={problem} />}
      {asked !== null && <pre className="said">{asked.message}</pre>}
      {asking === null ? (
        <WalletButtons wallets={wallets} verb="Continue with" isBusy={false} onChoose={choose} />
      ) : (
        <>
          <p role="status" className="note">
            {displayText(asking, 60)} is asking
            {asked === null ? ' for an account' : '. Compare its sentence with this one, then sign there'}.
          </p>
          <div className="entry-actions">
            <Button onClick={turnAway}>Use another wallet</Button>
          </div>
        </>
      )}
    </Section>
  )
}
