import type { ReactNode } from 'react'
import { Icon } from './icon'
import { type ShownState, stateWords } from './state-words'

export type StateMarkProps = {
  state: ShownState
  /** The next fact, on its own line: "until 05:05 UTC". */
  next?: ReactNode
  /** Blue, only when it waits for the reader. */
  isYours?: boolean
  /** Puts the freeze before any other state. */
  isFrozen?: boolean
  /** Added to the word: "waiting for you". */
  more?: string
}

export function StateMark({ state, next, isYours = false, isFrozen = false, more }: StateMarkProps) {
  const { symbol, word, tone } = stateWords(state)
  return (
    <>
      {isFrozen && state !== 'frozen' && (
        <>
          <StateMark state="frozen" />{' '}
        </>
      )}
      <span className={`state ${isYours ? 'you' : (tone ?? '')}`}>
        <Icon name={symbol} />
        {more === undefined ? word : `${word}, ${more}`}
      </span>
      {next !== undefined && <span className="sub">{next}</span>}
    </>
  )
}
