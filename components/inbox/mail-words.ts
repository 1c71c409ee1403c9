/** What became of a notice's mail, from the state of its delivery. */
export function mailWords(state: string): string {
  if (state === 'sent') return 'mailed to you'
  return state === 'dead' ? 'not mailed: every try failed' : 'its mail is on the way'
}
