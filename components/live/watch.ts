import type { Change } from '@/lib/audit/change'

/** What a page shows: changes of these types, where given only those of one withdrawal or one Safe. */
export type Watch = {
  readonly types: readonly string[]
  readonly withdrawal?: string
  /** Another withdrawal that the page shows beside it. */
  readonly beside?: string
  readonly safe?: string
  /**
   * The desk or the chain moves what this page is about, and nothing on it can be decided meanwhile: it keeps up also
   * under a pointer that rests on nothing.
   */
  readonly follows?: boolean
}

const FREEZES = ['freeze', 'freeze-lift']
const OUTCOMES = ['withdrawal', 'approval', 'stale-approval', 'rejection', 'submission', 'receipt', 'hold', 'release']

/** Types of audit objects, by what pages show. Freezes touch every page. */
export const WITHDRAWALS: Watch = { types: OUTCOMES }
export const STORY: readonly string[] = [...OUTCOMES, 'review', 'signature-request', 'comment', 'execution']
export const PEOPLE: Watch = {
  types: ['member', 'wallet', 'passkey', 'passkey-enrolment', 'passkey-retirement', 'enrolment-code'],
}
export const PROPOSALS: Watch = {
  types: [...PEOPLE.types, 'proposal', 'proposal-decision', 'invitation', 'safe', 'asset', 'book-entry', 'policy'],
}
export const IMPORTS: Watch = { types: ['imported-transaction', 'imported-signatures', ...OUTCOMES] }
export const LISTS: Watch = {
  types: ['intelligence-list', 'list-snapshot', 'list-change', 'list-look', 'seen-transfer', 'onward-transfer'],
}
export const NOTICES: Watch = { types: ['notice', 'notice-read'] }
export const NOTHING_MORE: Watch = { types: [] }

/** Whether a change can alter what the page shows. */
export function matters(watch: Watch, change: Change): boolean {
  if (FREEZES.includes(change.type)) return true
  if (!watch.types.includes(change.type)) return false
  if (
    watch.withdrawal !== undefined &&
    ![watch.withdrawal, watch.beside ?? watch.withdrawal].includes(change.withdrawal ?? '')
  )
    return false
  return watch.safe === undefined || watch.safe === change.safe
}
