import type { StoryEvent } from '@/db/queries/story'
import { displayText } from '@/lib/core/display-text'
import { clockSecond } from './times'

/** What each action of the log says of its actor, and what is worth adding; without it the logged reason is. */
const SAID: Readonly<Record<string, { readonly said: string; readonly detail?: string }>> = {
  stage: { said: 'staged it' },
  'begin-approval': { said: 'was asked for a signature', detail: 'From here on an owner signature may exist.' },
  approve: { said: 'approved', detail: 'Owner signature and passkey recorded.' },
  reject: { said: 'rejected it' },
  cancel: { said: 'cancelled it' },
  'cancel-onchain': { said: 'started its cancel on chain' },
  nudge: { said: 'asked its approvers again' },
  hold: { said: 'held it' },
  release: { said: 'released it', detail: 'Bound by a passkey to what the review said.' },
  comment: { said: 'wrote' },
  'ask-initiator': { said: 'asked the initiator' },
  'hand-over': { said: 'received the signatures' },
  'report-submission': { said: 'sent it' },
  quarantine: { said: 'kept a signature apart' },
  'signature-seen': { said: 'brought a signature given outside' },
  'follow-submission': { said: 'looked at the chain' },
  'keep-receipt': { said: 'kept the receipt' },
  'export-evidence': { said: 'exported the evidence' },
  review: { said: 'recorded the review' },
}

/** An event as a predicate of its actor, and a sentence more. */
export function storyWords({ action, reason }: StoryEvent): { readonly said: string; readonly detail: string } {
  const known = SAID[action]
  const said = known?.said ?? displayText(action.replaceAll('-', ' '), 60)
  return { said, detail: known?.detail ?? sentence(displayText(withClocks(reason), 400)) }
}

/** The state a withdrawal moved to, null for every other event. */
export function stateAfter({ action }: StoryEvent): string | null {
  return /^withdrawal \S+ → (\S+)$/.exec(action)?.[1] ?? null
}

/** A reason in its author's words: personal data beside the leaf, which may have been erased. */
export function quoteOf({ action, personal }: StoryEvent): string | null {
  if (!['reject', 'cancel', 'hold', 'release', 'comment', 'ask-initiator'].includes(action) || personal === null)
    return null
  const value: unknown = JSON.parse(personal)
  const reason: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, 'reason') : null
  return typeof reason === 'string' ? reason : null
}

const withClocks = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => `${clockSecond(new Date(iso))} UTC`)

const sentence = (text: string) => (text === '' || /[.!?”]$/.test(text) ? text : `${text}.`)
