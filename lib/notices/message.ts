import type { NoticeKind } from '@/lib/notices/kinds'
import { noticePath, noticeSentence } from '@/lib/notices/words'

/** A notice as it leaves the desk. Neither a mailbox nor a receiver of webhooks is a safe place. */
export type OutboundNotice = {
  /** The delivery's id, the same in every try. */
  readonly id: string
  readonly kind: NoticeKind
  readonly about: string
  /** When it happened, ISO. */
  readonly at: string
}

/** Subject and plain text of a mail. @param origin the desk's own, such as https://desk.example */
export function mailText(notice: OutboundNotice, origin: string): { readonly subject: string; readonly text: string } {
  const sentence = noticeSentence(notice)
  const text = [
    sentence,
    '',
    'Open the desk from your own bookmark: anybody can write a mail like this one.',
    `It is shown at ${origin}${noticePath(notice)}`,
    '',
    `This happened at ${notice.at}. You are asked for nothing by mail, ever. The desk says under Inbox where your notices go.`,
  ]
  return { subject: `Countersign: ${sentence}`, text: text.join('\n') }
}

/** Body of a webhook, as Standard Webhooks has it: type, timestamp, data. */
export function webhookBody(notice: OutboundNotice, origin: string): string {
  const { kind, about, at } = notice
  // A freeze's scope may hold an address or the name of a member, a policy's id a name.
  const number = /^[WP]-\d+$/.test(about) ? about : null
  return JSON.stringify({
    type: `notice.${kind}`,
    timestamp: at,
    data: { about: number, sentence: noticeSentence(notice), link: `${origin}${noticePath(notice)}` },
  })
}
