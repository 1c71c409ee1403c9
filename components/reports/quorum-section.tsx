import { duration } from '../review/times'
import { Section } from '../ui/section'
import { medianOf, spread } from './report-rows'
import { ShareTable } from './share-table'

/** How long it took from staging to the last approval that was needed. */
export function QuorumSection({ seconds }: { seconds: readonly number[] }) {
  const median = medianOf(seconds)
  if (median === null) return null
  const spans = spread(seconds)
  const most = Math.max(...spans.map(({ count }) => count))
  return (
    <Section id="quorum" title="Time to quorum" meta={seconds.length}>
      <ShareTable
        caption={`Half of them within ${duration(Math.max(1, Math.round(median)))}, the longest ${duration(Math.max(1, Math.round(seconds.at(-1) ?? 0)))}`}
        heads={['From staging to the last approval', 'Withdrawals']}
        rows={spans.map(({ words, count }) => ({
          ...{ key: words, name: words, words: String(count), share: most === 0 ? 0 : count / most },
        }))}
      />
    </Section>
  )
}
