'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { NoticeLine } from '@/db/queries/notices'
import { noticePath, noticeSentence } from '@/lib/notices/words'
import { callFlow } from '../flows/client'
import { nearTime } from '../review/times'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { mailWords } from './mail-words'

/** Notices of one page, the newest first. What is unread is bold and has a button. */
export function NoticesTable({ lines, now }: { lines: readonly NoticeLine[]; now: Date }) {
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  const unread = lines.filter(({ isRead }) => !isRead).map(({ id }) => id)

  async function mark(noticeIds: number[]) {
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      const { read } = await callFlow('mark-read', { noticeIds })
      announce(read === 1 ? 'One notice is marked as read.' : `${read} notices are marked as read.`)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
    router.refresh()
  }

  return (
    <>
      {problem !== null && <FormProblem sentence={problem} />}
      <table className="led stack" role="table">
        <caption className="sr">Notices, the newest first</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Notice
            </th>
            <th scope="col" role="columnheader">
              When
            </th>
            <th scope="col" role="columnheader">
              <span className="sr">Mark read</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {lines.map((line) => (
            <tr role="row" key={line.id} data-row tabIndex={-1}>
              <th scope="row" role="rowheader">
                <Link href={noticePath(line)} prefetch={false}>
                  {line.isRead ? noticeSentence(line) : <b>{noticeSentence(line)}</b>}
                </Link>
                {line.mail !== null && <span className="sub">{mailWords(line.mail)}</span>}
              </th>
              <td role="cell" className="full">
                {nearTime(line.at, now)}
              </td>
              <td role="cell" className="end">
                {line.isRead ? (
                  <span className="sub">read</span>
                ) : (
                  <Button isArmed={!isBusy} onClick={() => mark([line.id])}>
                    Mark read<span className="sr">: {noticeSentence(line)}</span>
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {unread.length > 1 && (
        <div className="entry-actions">
          <Button isArmed={!isBusy} onClick={() => mark(unread)}>
            Mark all {unread.length} on this page read
          </Button>
        </div>
      )}
    </>
  )
}
