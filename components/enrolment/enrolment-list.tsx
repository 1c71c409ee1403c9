'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { EnrolmentLine } from '@/db/queries/enrolment'
import { displayText } from '@/lib/core/display-text'
import { nearTime, utcDay } from '../review/times'
import { modelWords } from '../security/model-words'
import type { Person } from '../security/person'
import { type Retiring, RetireDialog } from '../security/retire-dialog'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'
import { CodeDialog } from './code-dialog'

type EnrolmentListProps = { lines: readonly EnrolmentLine[]; person: Person; now: Date }

/** Who has no passkey and gets a code; and, below, whose passkey was lost and is retired first. */
export function EnrolmentList({ lines, person, now }: EnrolmentListProps) {
  const [chosen, setChosen] = useState<EnrolmentLine | null>(null)
  const [retiring, setRetiring] = useState<Retiring | null>(null)
  const without = lines.filter(({ passkeys }) => passkeys.length === 0)
  const others = lines.filter(({ memberId, passkeys }) => passkeys.length > 0 && memberId !== person.memberId)
  return (
    <>
      <Section id="without" title="Members without a passkey" meta={without.length}>
        {without.length === 0 ? (
          <EmptyState title="Everybody has a passkey here.">
            Who joins, or loses every passkey, stands here until they enrol one with your code.
          </EmptyState>
        ) : (
          <ul className="choices">
            {without.map((line) => (
              <li key={line.memberId} data-row tabIndex={-1}>
                <span>
                  <b>{displayText(line.name, 80)}</b> <span className="quiet">{line.roles.join(' and ')}</span>
                  {line.codeUntil !== null && (
                    <span className="sub">a code is out, until {nearTime(line.codeUntil, now)}</span>
                  )}
                </span>
                <WhatToDo line={line} isSelf={line.memberId === person.memberId} onChoose={setChosen} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section id="lost" title="A passkey was lost" meta="retire it, then issue a code">
        {others.length === 0 && <EmptyState title="Nobody else has a passkey here." />}
        <ul className="choices">
          {others.flatMap(({ memberId, name, passkeys }) =>
            passkeys.map((passkey) => (
              <li key={passkey.credentialId} data-row tabIndex={-1}>
                <span>
                  <b>{displayText(name, 80)}</b> {passkeyName(passkey)}
                  <span className="sub">
                    {modelWords(passkey)}, since {utcDay(passkey.createdAt)}
                  </span>
                </span>
                <Button
                  onClick={() =>
                    setRetiring({
                      ...{ credentialId: passkey.credentialId, memberId, name: passkeyName(passkey) },
                      whose: `${displayText(name, 80)}’s`,
                    })
                  }
                >
                  Retire
                  <span className="sr">
                    {' '}
                    {displayText(name, 80)}’s {passkeyName(passkey)}
                  </span>
                </Button>
              </li>
            )),
          )}
        </ul>
      </Section>
      <CodeDialog line={chosen} person={person} onClose={() => setChosen(null)} />
      <RetireDialog retiring={retiring} person={person} onClose={() => setRetiring(null)} />
    </>
  )
}

type WhatToDoProps = { line: EnrolmentLine; isSelf: boolean; onChoose: (line: EnrolmentLine) => void }

function WhatToDo({ line, isSelf, onChoose }: WhatToDoProps) {
  if (isSelf) return <span className="quiet">Another admin issues your code</span>
  if (line.addresses.length === 0)
    return (
      <span className="quiet">
        No address proven yet, so no code.{' '}
        <Link href={`/admin/propose/renew-invitation?member=${line.memberId}`} prefetch={false}>
          Another link<span className="sr"> for {displayText(line.name, 40)}</span>
        </Link>
      </span>
    )
  return (
    <Button kind="primary" onClick={() => onChoose(line)}>
      Issue a code for {displayText(line.name, 40)}
    </Button>
  )
}

const passkeyName = ({ label, isDemo }: EnrolmentLine['passkeys'][number]) =>
  label === null ? (isDemo ? 'demo passkey' : 'first passkey') : `“${displayText(label, 60)}”`
