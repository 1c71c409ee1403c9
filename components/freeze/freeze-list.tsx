import { displayText } from '@/lib/core/display-text'
import { utcTime } from '../review/times'
import { StateMark } from '../ui/state-mark'
import type { FreezeLine } from './freeze-lines'
import { LiftButton, type LiftButtonProps } from './lift-button'

type FreezeListProps = {
  lines: readonly FreezeLine[]
  viewer: Pick<LiftButtonProps, 'installation' | 'memberId' | 'isDemo'>
}

/** Freezes with who set them, why, and who consented to end them. */
export function FreezeList({ lines, viewer }: FreezeListProps) {
  return (
    <ul className="choices">
      {lines.map((line) => (
        <li key={line.id} data-row tabIndex={-1}>
          <div>
            <p>
              {!line.isOver && <StateMark state="frozen" />} <b>{line.what}</b>, by {line.by} at {utcTime(line.at)}
            </p>
            {line.reason !== '' && <p className="say">{line.reason}</p>}
            {line.lifts.map(({ memberId, name, reason, at }) => (
              <p key={memberId} className="quiet">
                {displayText(name, 80)} consented to lift it at {utcTime(at)}: {displayText(reason, 500)}
              </p>
            ))}
            {!line.isOver && (
              <p className="quiet">
                {line.missing === 1
                  ? 'One more lifts it.'
                  : `${line.missing} of admin and compliance lift it together.`}{' '}
                {line.whyNot}
              </p>
            )}
          </div>
          {!line.isOver && line.whyNot === '' && (
            <LiftButton freezeId={line.id} scope={line.scope} what={line.what} {...viewer} />
          )}
        </li>
      ))}
    </ul>
  )
}
