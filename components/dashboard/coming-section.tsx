import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { clockMinute } from '../review/times'
import { Section } from '../ui/section'
import { Story, type StoryEntry } from '../ui/story'

const HORIZON_HOURS = 12

/** What the next hours bring: delays that end and withdrawals that expire. */
export function ComingSection({ lines, now }: { lines: readonly WithdrawalLine[]; now: Date }) {
  const until = new Date(now.getTime() + HORIZON_HOURS * 3_600_000)
  const coming = lines
    .flatMap((line) => comingOf(line))
    .filter(({ at }) => at > now && at <= until)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const entries: readonly StoryEntry[] = [
    { time: clockMinute(now), at: now.toISOString(), by: 'now', text: <b>Now</b> },
    ...coming.map(({ at, words, needsYou }) => ({
      time: clockMinute(at),
      at: at.toISOString(),
      by: 'desk' as const,
      text: (
        <>
          {words} {needsYou && <b className="youc">needs you</b>}
        </>
      ),
    })),
  ]
  return (
    <Section id="coming" title={`Next ${HORIZON_HOURS} hours`} meta="UTC">
      <Story entries={entries} isNext />
      {coming.length === 0 && <p className="note">Nothing leaves cooling and nothing expires.</p>}
    </Section>
  )
}

function comingOf({ id, state, readyFrom, expiresAt, waitsForViewer }: WithdrawalLine) {
  if (state === 'cooling' && readyFrom !== null)
    return [{ at: readyFrom, words: `${id} leaves cooling`, needsYou: false }]
  if (state === 'awaiting-approvals' || state === 'held')
    return [{ at: expiresAt, words: `${id} expires`, needsYou: waitsForViewer !== null }]
  return []
}
