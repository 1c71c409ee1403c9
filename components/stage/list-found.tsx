'use client'
import type { ReadList } from '@/lib/stage/payment-list'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { FormProblem } from '../wallet/form-problem'
import type { Draft } from './draft'
import { useStaging } from './stage-context'
import { countOf, listWords } from './sum-words'
import { countTaken, isUntouched, takeLegs, type Taking } from './take-legs'

const MOST_SHOWN = 50

type ListFoundProps = { read: ReadList | null; onTake: (next: Draft, count: number) => void }

/** What a list means: its payments with the ways to take them, or its problems by row. */
export function ListFound({ read, onTake }: ListFoundProps) {
  const { draft } = useStaging()
  if (read === null) return <p className="quiet">{draft.list.trim() === '' ? 'No list yet.' : 'Reading the list.'}</p>
  if (!read.ok) return read.problems.length > 1 ? <Problems problems={read.problems} /> : null
  const { legs, warnings } = read
  const taken = countTaken(draft.legs, legs)
  const wayOf = (how: Taking) => ({ how, ...takeLegs(draft, legs, how) })
  const ways = isUntouched(draft.legs) ? [wayOf('replace')] : [wayOf('append'), wayOf('replace')]
  return (
    <div className="list-found">
      <p className="say">{listWords(legs)}</p>
      {taken > 0 && (
        <Warning>
          {countOf(taken, 'payment')} of this list {taken === 1 ? 'already stands' : 'already stand'} among the legs.
        </Warning>
      )}
      {warnings.slice(0, MOST_SHOWN).map((sentence) => (
        <Warning key={sentence}>{sentence}</Warning>
      ))}
      {warnings.length > MOST_SHOWN && <Warning>{warnings.length - MOST_SHOWN} more payments stand twice.</Warning>}
      {ways.map((way) => !way.ok && <FormProblem key={way.how} sentence={way.sentence} />)}
      <div className="entry-actions">
        {ways.map(
          (way) =>
            way.ok && (
              <Button key={way.how} onClick={() => onTake(way.draft, legs.length)}>
                {takeWords(way.how, legs.length, draft)}
              </Button>
            ),
        )}
      </div>
    </div>
  )
}

/** "Take these 12 legs"; with others there, what becomes of those. */
function takeWords(how: Taking, count: number, draft: Draft): string {
  const these = count === 1 ? 'this leg' : `these ${count} legs`
  if (isUntouched(draft.legs)) return `Take ${these}`
  const others = draft.legs.length === 1 ? 'the leg' : `the ${draft.legs.length} legs`
  return how === 'append' ? `Add ${these} to ${others} there` : `Take ${these} instead of ${others} there`
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <p className="list-warning">
      <Icon name="v-medium" />
      <span>{children}</span>
    </p>
  )
}

function Problems({ problems }: { problems: readonly string[] }) {
  return (
    <ol className="list-problems" tabIndex={0} aria-label="Problems in the list">
      {problems.slice(0, MOST_SHOWN).map((sentence, at) => (
        <li key={at}>{sentence}</li>
      ))}
      {problems.length > MOST_SHOWN && <li>{problems.length - MOST_SHOWN} more, shown once these are mended.</li>}
    </ol>
  )
}
