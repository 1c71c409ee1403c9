'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import type { DemoFace } from './demo-face'
import { afterSignIn } from './safe-path'

type MemberListProps = {
  members: readonly DemoFace[]
  /** Who one is now; null before signing in. */
  currentId: string | null
  rpcUrl: string
  /** Where to go once signed in; null stays on this page. */
  to: string | null
}

/** The demo members with their roles: one press signs in as one of them. */
export function MemberList({ members, currentId, rpcUrl, to }: MemberListProps) {
  const [busyId, setBusyId] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function become(member: DemoFace) {
    if (busyId !== null) return
    setBusyId(member.id)
    setProblem(null)
    try {
      const { signInAs } = await import('./sign-in-as')
      await signInAs(member.id, rpcUrl, currentId !== null)
      if (to === null) window.location.reload()
      else window.location.assign(afterSignIn(to, window.location.hash))
    } catch (error) {
      setProblem(sentenceOf(error))
      setBusyId(null)
    }
  }

  return (
    <>
      {problem !== null && <FormProblem sentence={problem} />}
      <ul className="choices">
        {members.map((member) => (
          <li key={member.id}>
            <span>
              <b>{member.name}</b> <span className="quiet">{facts(member)}</span>
            </span>
            <Button
              isArmed={busyId === null && member.id !== currentId}
              onClick={() => member.id !== currentId && become(member)}
            >
              {busyId === member.id
                ? 'Signing in'
                : member.id === currentId
                  ? `You are ${member.name}`
                  : `Be ${member.name}`}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

const facts = ({ roles, owns }: DemoFace) =>
  [roles.join(' and '), owns.length > 0 && `owner in ${owns.join(' and ')}`].filter(Boolean).join(', ')
