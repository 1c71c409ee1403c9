import type { ReactNode } from 'react'
import type { StoryEvent } from '@/db/queries/story'
import { displayText } from '@/lib/core/display-text'
import { STATES } from '@/lib/stage/lifecycle'
import { stateWords } from '../ui/state-words'
import type { StoryEntry } from '../ui/story'
import { quoteOf, stateAfter, storyWords } from './story-words'
import { clockSecond, utcDay } from './times'

/** The log's events as a story: what was written together is one line, with a separator per day and leaf numbers. */
export function storyEntries(story: readonly StoryEvent[]): readonly StoryEntry[] {
  let day = ''
  return together(story).flatMap((events) => {
    const [first] = events
    const today = utcDay(first.at)
    const entry = entryOf(events)
    const entries: StoryEntry[] = today === day || day === '' ? [entry] : [{ separator: today }, entry]
    day = today
    return entries
  })
}

type Together = readonly [StoryEvent, ...StoryEvent[]]

// One transaction has one moment and one actor.
function together(story: readonly StoryEvent[]): readonly Together[] {
  const groups: [StoryEvent, ...StoryEvent[]][] = []
  for (const event of story) {
    const last = groups.at(-1)
    if (last && last[0].at.getTime() === event.at.getTime() && last[0].actor === event.actor) last.push(event)
    else groups.push([event])
  }
  return groups
}

function entryOf(events: Together): StoryEntry {
  const main = events.find(isAct) ?? events.find((event) => event.action === 'approval-stale') ?? events[0]
  const states = events.map(stateAfter).filter((state) => state !== null)
  const last = states.at(-1)
  const isAlarm = main.outcome === 'refused' || last === 'blocked' || last === 'failed-onchain'
  return {
    time: clockSecond(main.at),
    at: main.at.toISOString(),
    by: isAlarm ? 'alarm' : main.actor === 'The desk' ? 'desk' : 'person',
    text: <Spoken event={main} state={last} />,
    detail: <Detail events={events} main={main} />,
  }
}

// What somebody did, beside what followed from it.
const isAct = (event: StoryEvent) =>
  event.action !== 'review' && event.action !== 'approval-stale' && stateAfter(event) === null

function Spoken({ event, state }: { event: StoryEvent; state: string | undefined }): ReactNode {
  const now = state === undefined ? '' : `now ${wordOf(state)}`
  if (stateAfter(event) !== null) return `${now.charAt(0).toUpperCase()}${now.slice(1)}`
  return (
    <>
      <b>{displayText(event.actor, 60)}</b> {storyWords(event).said}
      {event.outcome === 'refused' && ', refused'}
      {now !== '' && `, ${now}`}
    </>
  )
}

function Detail({ events, main }: { events: Together; main: StoryEvent }) {
  const quote = quoteOf(main)
  return (
    <>
      {quote !== null && (
        <>
          <q>{displayText(quote, 500)}</q>{' '}
        </>
      )}
      {[storyWords(main).detail, ...events.filter((event) => event !== main).map(followedWords)]
        .filter(Boolean)
        .join(' ')}{' '}
      {leafWords(events)}
    </>
  )
}

function followedWords(event: StoryEvent): string {
  if (event.action !== 'approval-stale') return ''
  const { said, detail } = storyWords(event)
  return `It ${said}. ${detail}`
}

function leafWords(events: Together): string {
  const leaves = events.map(({ seq }) => seq).filter((seq) => seq !== null)
  const [first] = leaves
  const last = leaves.at(-1)
  if (leaves.length < events.length || first === undefined || last === undefined) return 'Not in the log’s tree yet.'
  return first === last ? `Leaf ${first}.` : `Leaves ${first} to ${last}.`
}

const wordOf = (state: string): string => {
  const known = STATES.find((one) => one === state)
  return known === undefined ? displayText(state, 40) : stateWords(known).word.toLowerCase()
}
