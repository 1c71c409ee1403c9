/** What a notice can be of. The text is stored, so none is ever renamed. */
export const NOTICE_KINDS = [
  'waiting',
  'approval-stale',
  'nudged',
  'asked',
  'blocked',
  'held',
  'hold-asked',
  'ready',
  'executed',
  'failed-onchain',
  'rejected',
  'cancelled',
  'expired',
  'superseded',
  'cancel-pending-onchain',
  'cancelled-onchain',
  'frozen',
  'lifted',
  'proposal-waiting',
  'proposal-agreed',
  'proposal-refused',
  'policy-active',
  'policy-cooling',
  'policy-vetoed',
  'list-refused',
  'list-stale',
  'list-changed',
  'list-imported',
  'address-changed',
  'listed-money',
  'listed-onward',
  'left-unregistered',
  'alarm-again',
] as const

export type NoticeKind = (typeof NOTICE_KINDS)[number]

/**
 * Whether a notice of this kind may be posted to the organisation's webhook, which many may read. Not so what the desk
 * hides from all but compliance: it goes to their own inbox and mailbox alone.
 */
export const isForWebhook = (kind: NoticeKind): boolean => kind !== 'hold-asked'

/** What is to be told to one member, before it is stored. */
export type NoticeDraft = {
  readonly seq: number
  readonly memberId: string
  readonly kind: NoticeKind
  /** The withdrawal, the proposal, a freeze's scope as "kind/id", or a policy as "id/version"; of a cooling one, "P-7/<ISO time at which it counts>". */
  readonly about: string
  /** ISO time of the event. */
  readonly at: string
}
