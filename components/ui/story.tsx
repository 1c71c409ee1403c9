import type { ReactNode } from 'react'
import { Icon } from './icon'
import type { SymbolName } from './sprite'

export type StoryEntry =
  | { separator: string }
  | {
      /** As shown, UTC. */
      time: string
      /** ISO 8601, for machines. */
      at?: string
      by: StoryVoice
      text: ReactNode
      detail?: ReactNode
    }

/** `you` is the reader, `now` the present moment on a list of what will happen. */
type StoryVoice = 'person' | 'desk' | 'alarm' | 'you' | 'now'

const DOT: Record<StoryVoice, SymbolName> = {
  now: 'd-on',
  person: 'd-on',
  desk: 'd-off',
  alarm: 'd-sq',
  you: 'd-off',
}
const CLASS = { person: undefined, desk: undefined, alarm: 'bad', you: 'you', now: 'you' } as const

/** What happened, oldest first. `isNext` is the narrow form for what will happen. */
export function Story({ entries, isNext = false }: { entries: readonly StoryEntry[]; isNext?: boolean }) {
  return (
    <ol className={isNext ? 'story next' : 'story'}>
      {entries.map((entry, index) =>
        'separator' in entry ? (
          <li key={index}>
            <span className="sep">{entry.separator}</span>
          </li>
        ) : (
          <li key={index} className={CLASS[entry.by]}>
            <time dateTime={entry.at}>{entry.time}</time>
            <span className="pt">
              <Icon name={DOT[entry.by]} />
            </span>
            <div className="tx">
              <p>{entry.text}</p>
              {entry.detail !== undefined && <p>{entry.detail}</p>}
            </div>
          </li>
        ),
      )}
    </ol>
  )
}
