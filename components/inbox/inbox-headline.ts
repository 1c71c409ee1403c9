import { countWord } from '../review/verdict-words'

/** What the inbox says first. */
export function inboxHeadline({ counted, isMore }: { readonly counted: number; readonly isMore: boolean }): string {
  if (isMore) return `More than ${counted} notices are unread.`
  if (counted === 0) return 'Nothing is unread.'
  return counted === 1 ? 'One notice is unread.' : `${countWord(counted)} notices are unread.`
}
