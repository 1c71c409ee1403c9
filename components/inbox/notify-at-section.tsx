'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { callFlow } from '../flows/client'
import type { Person } from '../security/person'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { Section } from '../ui/section'
import { TextField } from '../ui/text-field'
import { StepUpDialog } from '../wallet/step-up-dialog'
import { useLast } from '../wallet/use-last'

type NotifyAtSectionProps = { current: string | null; person: Person }

/** Where this member's notices are mailed to. Confirmed with a passkey: alarms must not go elsewhere unnoticed. */
export function NotifyAtSection({ current, person }: NotifyAtSectionProps) {
  const [typed, setTyped] = useState(current ?? '')
  const [asked, setAsked] = useState<{ address: string | null } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const last = useLast(asked)
  const router = useRouter()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const address = typed.trim()
    const isAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)
    setProblem(isAddress || address === '' ? null : 'An address for mail looks like name@example.org.')
    if (isAddress || address === '') setAsked({ address: address === '' ? null : address })
  }

  return (
    <Section id="mail" title="Mail" meta={current === null ? 'off' : 'on'}>
      <form className="fields admin-form" onSubmit={submit} noValidate>
        <TextField
          id="notify-at"
          label="Address"
          type="email"
          autoComplete="email"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={problem ?? undefined}
          hint="Each notice is mailed there too, where this desk is set up to send mail: a number, a state and a link, no amount and no name. Empty: no mail."
        />
        <div className="entry-actions">
          <Button type="submit">Save the address</Button>
        </div>
      </form>
      {last !== null && (
        <StepUpDialog
          isOpen={asked !== null}
          title="Where your notices go"
          sentence={last.address === null ? 'Mail your notices nowhere.' : `Mail your notices to ${last.address}.`}
          isDemo={person.isDemo}
          onCancel={() => setAsked(null)}
          request={async () => {
            const { notifySubject } = await import('@/lib/approve/notify-subject')
            return {
              ...{ action: 'notify-at', subject: notifySubject(last.address), policyVersion: 0 },
              ...{ installation: person.installation, memberId: person.memberId },
            }
          }}
          onProof={async (proof) => {
            await callFlow('notify-at', { address: last.address }, proof)
            announce(last.address === null ? 'Your notices are mailed nowhere.' : 'The address is saved.')
            setAsked(null)
            router.refresh()
          }}
        />
      )}
    </Section>
  )
}
