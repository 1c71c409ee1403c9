'use client'
import { Icon } from '../ui/icon'
import { useLineState } from './use-line-state'

/** Quiet while the page hears what changes; else that it does not, hung from the bar so that nothing moves. */
export function LineNotice() {
  const state = useLineState()
  return (
    <div className="live-line" role="status">
      {state !== 'up' && (
        <p>
          <Icon name="v-unknown" />
          {state === 'down' ? 'Not live, reconnecting.' : 'No longer live.'}
          <span>Changes show when you reload.</span>
        </p>
      )}
    </div>
  )
}
