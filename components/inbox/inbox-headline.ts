import { countWord } from '../review/verdict-words'

/** What the inbox says first. */
export function inboxHeadline(unread: number): string {
  if (unread === 0) return 'Nothing is unread.'
  return unread === 1 ? 'One notice is unread.' : `${countWord(unread)} notices are unread.`
}
