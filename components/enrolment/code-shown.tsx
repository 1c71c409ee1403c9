'use client'
import { remaining, utcTime } from '../review/times'
import { Copy } from '../ui/copy'
import { DoneStep } from '../wallet/done-step'
import { useNow } from '../wallet/use-now'

type CodeShownProps = { code: string; until: Date; name: string; onDone: () => void }

/** The one time that a code is shown, with what is left of its half hour. */
export function CodeShown({ code, until, name, onDone }: CodeShownProps) {
  const now = useNow(true)
  const isOver = now !== null && now >= until
  return (
    <DoneStep
      sentence={`Give this code to ${name}, in person or where you know their voice. It is shown this once.`}
      back="Done, I passed it on"
      onDone={onDone}
    >
      <p className="said code">
        <code>{code}</code> <Copy value={code} what={`code for ${name}`} />
      </p>
      <p className="quiet" aria-live="off">
        {isOver
          ? 'It is over. Issue another one.'
          : `It works once, until ${utcTime(until)}${now === null ? '' : `, ${remaining(until, now)} left`}.`}
      </p>
    </DoneStep>
  )
}
