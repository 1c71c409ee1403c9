import Link from 'next/link'
import { clockSecond } from '../review/times'
import { Banner } from '../ui/banner'
import type { FreezeLine } from './freeze-lines'

const SHOWN = 3

/** What is frozen, on every page: who, since when, why, and how many must still consent to end it. */
export function FreezeBanners({ lines }: { lines: readonly FreezeLine[] }) {
  const standing = lines.filter(({ isOver }) => !isOver)
  const link = (
    <Link className="link" href="/freezes" prefetch={false}>
      See freezes
    </Link>
  )
  return (
    <>
      {standing.slice(0, SHOWN).map(({ id, what, by, at, reason, missing }) => (
        <Banner key={id} tone="freeze" title={`${what} is frozen`} action={link}>
          by {by} since {clockSecond(at)} UTC{reason === '' ? '.' : `: ${reason}`}{' '}
          {missing === 1 ? 'One more lifts it.' : `${missing} people lift it.`}
        </Banner>
      ))}
      {standing.length > SHOWN && (
        <Banner tone="freeze" title={`${standing.length - SHOWN} more freezes stand.`} action={link} />
      )}
    </>
  )
}
