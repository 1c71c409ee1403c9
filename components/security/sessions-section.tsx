'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { OwnSessionLine } from '@/db/queries/own-security'
import type { Digest } from '@/lib/core/digest'
import { callFlow } from '../flows/client'
import { nearTime } from '../review/times'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { Section } from '../ui/section'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { deviceWords } from './device-words'

type SessionsSectionProps = { sessions: readonly OwnSessionLine[]; currentHash: string; now: Date }

/** Where the viewer is signed in. Ending a session asks for no passkey: it must be easy on the day it matters. */
export function SessionsSection({ sessions, currentHash, now }: SessionsSectionProps) {
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  const others = sessions.filter(({ sessionHash }) => sessionHash !== currentHash)

  async function end(call: () => Promise<{ ended: number }>) {
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      const { ended } = await call()
      announce(ended === 1 ? 'One session is ended.' : `${ended} sessions are ended.`)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
    router.refresh()
  }

  return (
    <Section id="sessions" title="Sessions" meta={sessions.length}>
      {problem !== null && <FormProblem sentence={problem} />}
      <table className="led stack keys">
        <caption className="sr">Where you are signed in</caption>
        <thead>
          <tr>
            <th scope="col">Browser</th>
            <th scope="col">Since</th>
            <th scope="col">Last seen</th>
            <th scope="col">
              <span className="sr">End</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ sessionHash, userAgent, createdAt, lastSeenAt }) => (
            <tr key={sessionHash} data-row tabIndex={-1}>
              <th scope="row">
                <b>{deviceWords(userAgent)}</b>
                {sessionHash === currentHash && <span className="sub">this one</span>}
              </th>
              <td className="full">
                <span className="only-narrow">since </span>
                {nearTime(createdAt, now)}
              </td>
              <td className="full">
                <span className="only-narrow">last seen </span>
                {nearTime(lastSeenAt, now)}
              </td>
              <td className="end">
                {sessionHash !== currentHash && (
                  <Button
                    isArmed={!isBusy}
                    onClick={() => end(() => callFlow('revoke-session', { sessionHash: sessionHash as Digest }))}
                  >
                    End
                    <span className="sr">
                      {' '}
                      the session of {deviceWords(userAgent)}, since {nearTime(createdAt, now)}
                    </span>
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {others.length > 0 ? (
        <div className="entry-actions">
          <Button isArmed={!isBusy} onClick={() => end(() => callFlow('revoke-other-sessions', {}))}>
            End all other sessions
          </Button>
        </div>
      ) : (
        <p className="note">You are signed in nowhere else.</p>
      )}
    </Section>
  )
}
