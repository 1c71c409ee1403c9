import type { BookContact } from '@/db/queries/safes'
import type { CoolOffs } from '@/lib/assess/contact-classes'
import { displayText } from '@/lib/core/display-text'
import { Section } from '../ui/section'
import { bookStateWords } from './book-state'
import { coolOffLines } from './cool-off-words'
import { FactsTable } from './facts-table'

type CoolOffSectionProps = {
  asked: readonly { readonly class: string }[]
  coolOffs: CoolOffs
  /** The entries that the proposal made; null while it waits for a second admin. */
  made: readonly BookContact[] | null
  now: Date
}

/** How long the contacts of a proposal will cool off, and once it is agreed to, until when each does. */
export function CoolOffSection({ asked, coolOffs, made, now }: CoolOffSectionProps) {
  return (
    <Section id="cool-off" title={made === null ? 'How long they cool off once it is agreed to' : 'When they count'}>
      <FactsTable
        facts={
          made?.map((one) => ({ name: displayText(one.name, 80), words: bookStateWords(one, now) })) ??
          coolOffLines(asked, coolOffs)
        }
      />
    </Section>
  )
}
