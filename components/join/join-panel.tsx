'use client'
import Link from 'next/link'
import { type SubmitEvent, useEffect, useState } from 'react'
import { displayText } from '@/lib/core/display-text'
import { utcMinute } from '../review/times'
import { Button, buttonClass } from '../ui/button'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import { TextField } from '../ui/text-field'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { useWallets } from '../wallet/use-wallets'
import { WalletButtons } from '../wallet/wallet-buttons'
import type { Invitation } from './accept-with'

type Opened = { readonly code: string; readonly invitation: Invitation }

/** Reads the code from the link, or asks for it; then the wallet proves itself. The code stays in this browser. */
export function JoinPanel() {
  const [typed, setTyped] = useState('')
  const [opened, setOpened] = useState<Opened | null>(null)
  const [isDone, setIsDone] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)

  async function open(text: string) {
    setProblem(null)
    setIsBusy(true)
    try {
      const [{ readCode }, { readInvitation }] = await Promise.all([
        import('@/lib/approve/enrolment-code'),
        import('./accept-with'),
      ])
      const code = readCode(text)
      if (code === null)
        setProblem('A code is five groups of five letters and digits. Open the whole link, or paste its end.')
      else setOpened({ code, invitation: await readInvitation(code) })
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  useEffect(() => {
    const code = decodeURIComponent(window.location.hash.slice(1))
    if (code === '') return
    // Gone from the address bar at once, so that no screenshot or history keeps it.
    window.history.replaceState(null, '', window.location.pathname)
    setTyped(code)
    void open(code)
  }, [])

  if (isDone && opened) return <Joined invitation={opened.invitation} />
  if (opened) return <ProveWallet {...opened} onDone={() => setIsDone(true)} />
  return (
    <Section id="code" number="1" title="Your link">
      <form
        className="fields"
        noValidate
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault()
          if (!isBusy) void open(typed)
        }}
      >
        <TextField
          id="join-code"
          label="Code at the end of the link"
          face="bytes"
          hint="Five groups of five"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {problem !== null && <FormProblem sentence={problem} />}
        <div className="entry-actions">
          <Button kind="primary" type="submit" isArmed={!isBusy}>
            {isBusy ? 'Reading the invitation' : 'Open the invitation'}
          </Button>
        </div>
      </form>
    </Section>
  )
}

function ProveWallet({ code, invitation, onDone }: Opened & { onDone: () => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [asking, setAsking] = useState<string | null>(null)
  const wallets = useWallets(true, null)
  const { name, roles, address, organisation, expiresAt } = invitation
  return (
    <>
      <Section id="who" number="1" title="Who you are here">
        <p className="say">
          {displayText(name, 80)}, {roles.join(' and ')} at {displayText(organisation, 80)}. Until{' '}
          {utcMinute(new Date(expiresAt))}, once, with this wallet:
        </p>
        <p>
          <HexGroups hex={address} />
        </p>
      </Section>
      <Section id="wallet" number="2" title="Prove the wallet">
        <p className="note">
          It signs that this wallet is yours here. That costs nothing, approves no transaction and moves no money.
        </p>
        {problem !== null && <FormProblem sentence={problem} />}
        {asking === null ? (
          <WalletButtons
            wallets={wallets}
            verb="Prove with"
            isBusy={false}
            onChoose={async (choice) => {
              setProblem(null)
              setAsking(choice.name)
              try {
                const { acceptWith } = await import('./accept-with')
                await acceptWith(choice.id, code, invitation)
                onDone()
              } catch (error) {
                setProblem(sentenceOf(error))
              }
              setAsking(null)
            }}
          />
        ) : (
          <p role="status" className="note">
            {displayText(asking, 60)} is asking. Compare what it shows with this page, then sign there.
          </p>
        )}
      </Section>
    </>
  )
}

function Joined({ invitation: { name } }: { invitation: Invitation }) {
  return (
    <Section id="joined" title="The wallet is yours here">
      <p className="say">
        {displayText(name, 80)}, sign in with it now. You can read, reject and freeze at once. For everything else enrol
        a passkey: with the code an admin gives you, or, of the first admins, with the code of this link.
      </p>
      <p className="entry-actions">
        <Link className={buttonClass('primary')} href="/sign-in?to=%2Fsecurity" prefetch={false}>
          Sign in
        </Link>
      </p>
    </Section>
  )
}
