import type { SeenLine } from '@/db/queries/seen-transfers'

/** What a transfer that was kept is, in a sentence. */
export function seenSentence({ kind, units }: Pick<SeenLine, 'kind' | 'units'>): string {
  switch (kind) {
    case 'listed-sender':
      return 'A list names who sent this.'
    case 'bait':
      return units === 0n
        ? 'It sent nothing, to be seen here and copied.'
        : 'It sent this to be taken for somebody else and copied.'
    case 'unregistered':
      return 'A token that is not registered here says that this left the Safe. Nothing shows that it did not.'
    case 'forged':
      return 'A token says that the Safe sent this there. It did not.'
  }
}
