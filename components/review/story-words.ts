import type { StoryEvent } from '@/db/queries/story'
import { displayText } from '@/lib/core/display-text'
import type { FreezeKind } from '@/lib/policy/freeze'
import { modelWords } from '../security/model-words'
import { clockSecond, utcDay } from './times'

/** What each action of the log says of its actor, and what is worth adding; without it the logged reason is. */
const SAID: Readonly<Record<string, { readonly said: string; readonly detail?: string }>> = {
  stage: { said: 'staged it' },
  'begin-approval': { said: 'was asked for a signature', detail: 'From here on an owner signature may exist.' },
  approve: { said: 'approved', detail: 'Owner signature recorded.' },
  reject: { said: 'rejected it' },
  cancel: { said: 'cancelled it' },
  'cancel-onchain': { said: 'started its cancel on chain' },
  nudge: { said: 'asked its approvers again' },
  hold: { said: 'held it' },
  release: { said: 'released it', detail: 'Bound to what the review said.' },
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
  unfreeze: { said: 'agreed to lift the freeze' },
}

const FROZEN: Readonly<Record<FreezeKind, string>> = {
  organisation: 'the organisation',
  chain: 'its chain',
  safe: 'its Safe',
  withdrawal: 'it',
  member: 'somebody on it',
  counterparty: 'whom it pays',
  asset: 'its asset',
}

/** An event as a predicate of its actor, and what is worth adding. */
export function storyWords(event: StoryEvent): { readonly said: string; readonly detail: string } {
  const { action, reason, frozen } = event
  if (action === 'approval-stale') return staleWords(event)
  const known = SAID[action]
  const said = frozen === null ? (known?.said ?? displayText(action.replaceAll('-', ' '), 60)) : frozenWords(event)
  const logged = known?.detail ?? sentence(displayText(withClocks(reason), 400))
  return { said, detail: [logged, factorWords(event), shownWords(event)].filter(Boolean).join(' ') }
}

function frozenWords({ action, frozen }: StoryEvent): string {
  const what = frozen === null ? 'it' : FROZEN[frozen]
  return action === 'freeze' ? `froze ${what}` : `agreed to lift the freeze of ${what}`
}

// The desk's own reason for a changed review names a digest that nobody knows by heart.
function staleWords({ approver, reason, shown }: StoryEvent) {
  const whose = approver === null ? 'an approval' : `the approval of ${displayText(approver, 60)}`
  const isChanged = /^The review is no longer 0x[0-9a-f]+\.$/.test(reason)
  const seen = shown === null ? '' : ` made at ${clockSecond(shown.at)} UTC`
  const why = isChanged
    ? `It was given for the review${seen}, and the review says something else now.`
    : sentence(displayText(withClocks(reason), 400))
  return {
    said: `stopped counting ${whose}`,
    detail: `${why} Whoever gave it has to read the review again and approve anew.`,
  }
}

function factorWords({ factor }: StoryEvent): string {
  if (factor === null) return ''
  const label = factor.label === null ? '' : ` “${displayText(factor.label, 60)}”`
  return `Proven with the passkey${label} (${modelWords(factor)}).`
}

function shownWords({ action, shown }: StoryEvent): string {
  if (shown === null) return ''
  const how = action === 'approve' ? 'Approved' : 'Shown'
  const digest = displayText(shown.digest.replace(/^0x/, ''), 80).slice(0, 12)
  return `${how}: the review made at ${clockSecond(shown.at)} UTC on ${utcDay(shown.at)}, verdict ${displayText(shown.verdict, 20)}, digest ${digest}….`
}

/** The state a withdrawal moved to, null for every other event. */
export function stateAfter({ action }: StoryEvent): string | null {
  return /^withdrawal \S+ → (\S+)$/.exec(action)?.[1] ?? null
}

/** A reason in its author's words: personal data beside the leaf, which may have been erased. */
export function quoteOf({ action, personal }: StoryEvent): string | null {
  if (
    !['reject', 'cancel', 'hold', 'release', 'comment', 'ask-initiator', 'freeze'].includes(action) ||
    personal === null
  )
    return null
  const value: unknown = JSON.parse(personal)
  const reason: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, 'reason') : null
  return typeof reason === 'string' ? reason : null
}

const withClocks = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => `${clockSecond(new Date(iso))} UTC`)

const sentence = (text: string) => (text === '' || /[.!?”]$/.test(text) ? text : `${text}.`)
