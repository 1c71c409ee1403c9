'use client'
import { useState } from 'react'
import type { OwnPasskeyLine } from '@/db/queries/own-security'
import { displayText } from '@/lib/core/display-text'
import { nearTime, utcMinute } from '../review/times'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Section } from '../ui/section'
import { AddPasskeyDialog } from './add-passkey-dialog'
import { modelWords } from './model-words'
import type { Person } from './person'
import { type Retiring, RetireDialog } from './retire-dialog'

type PasskeysSectionProps = { passkeys: readonly OwnPasskeyLine[]; person: Person; now: Date }

/** The viewer's passkeys: what each is, since when, from when it counts; add and retire. */
export function PasskeysSection({ passkeys, person, now }: PasskeysSectionProps) {
  const [isAdding, setIsAdding] = useState(false)
  const [retiring, setRetiring] = useState<Retiring | null>(null)
  const kept = passkeys.filter(({ retiredAt }) => retiredAt === null)
  return (
    <Section id="passkeys" title="Passkeys" meta={kept.length}>
      <table className="led stack keys">
        <caption className="sr">Your passkeys</caption>
        <thead>
          <tr>
            <th scope="col">Passkey</th>
            <th scope="col">Since</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="sr">Retire</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {passkeys.map((passkey) => (
            <tr key={passkey.credentialId} data-row tabIndex={-1}>
              <th scope="row">
                <b>{nameOf(passkey)}</b>
                <span className="sub">{modelWords(passkey)}</span>
              </th>
              <td className="full">
                <span className="only-narrow">since </span>
                {utcMinute(passkey.createdAt)}
              </td>
              <td className="full">
                <State passkey={passkey} now={now} />
              </td>
              <td className="end">
                {passkey.retiredAt === null && kept.length > 1 && (
                  <Button onClick={() => setRetiring(retiringOf(passkey, person))}>
                    Retire<span className="sr"> {nameOf(passkey)}</span>
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {kept.length === 1 && (
        <p className="note">This is your only passkey here. Add another one, so that losing it does not stop you.</p>
      )}
      {kept.length > 0 && (
        <div className="entry-actions">
          <Button kind="primary" onClick={() => setIsAdding(true)}>
            Add a passkey
          </Button>
        </div>
      )}
      <AddPasskeyDialog isOpen={isAdding} person={person} onClose={() => setIsAdding(false)} />
      <RetireDialog retiring={retiring} person={person} onClose={() => setRetiring(null)} />
    </Section>
  )
}

const retiringOf = (passkey: OwnPasskeyLine, { memberId }: Person): Retiring => ({
  ...{ credentialId: passkey.credentialId, memberId, name: nameOf(passkey), whose: 'your' },
})

const nameOf = ({ label, isDemo }: Pick<OwnPasskeyLine, 'label' | 'isDemo'>) =>
  label === null ? (isDemo ? 'Demo passkey' : 'First passkey') : displayText(label, 60)

function State({ passkey: { retiredAt, lockedUntil, usableFrom }, now }: { passkey: OwnPasskeyLine; now: Date }) {
  if (retiredAt !== null) return <span className="quiet">retired {nearTime(retiredAt, now)}</span>
  if (lockedUntil !== null && lockedUntil > now)
    return (
      <span className="warnc">
        <Icon name="v-medium" />
        locked until {nearTime(lockedUntil, now)}, after five failures
      </span>
    )
  if (usableFrom > now)
    return (
      <span className="warnc">
        <Icon name="v-medium" />
        new, counts from {nearTime(usableFrom, now)}
      </span>
    )
  return <>counts since {nearTime(usableFrom, now)}</>
}
