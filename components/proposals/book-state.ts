import type { BookContact } from '@/db/queries/safes'
import { nearTime } from '../review/times'

type State = Pick<BookContact, 'isActive' | 'coolingUntil' | 'hasEnded'>

/** Whether an entry of the book counts, or until when it cools off. */
export function bookStateWords({ isActive, coolingUntil, hasEnded }: State, now: Date): string {
  if (hasEnded) return 'ended: payments are held'
  if (coolingUntil !== null) return `cooling until ${nearTime(new Date(coolingUntil), now)}`
  return isActive ? 'counts' : 'does not count'
}
