import type { FlowInput } from '@/lib/flows/index'
import { EMPTY_CALL, EMPTY_CHANGE, type DraftKind, isDraftCall, isDraftChange, isDraftKind } from './draft-kinds'
import type { RawCall } from '@/lib/stage/parse-call'
import type { RawOwnersChange } from '@/lib/stage/parse-owners-change'

export type DraftLeg = { readonly asset: string; readonly recipient: string; readonly amount: string }

/** What was typed so far: what the flow takes, and beside it the list that legs are to be taken from. */
export type Draft = {
  readonly safeId: string
  /** What is asked for; what was typed of the others waits. */
  readonly kind: DraftKind
  readonly legs: readonly DraftLeg[]
  readonly change: RawOwnersChange
  readonly call: RawCall
  readonly purpose: string
  readonly reference: string
  /** A pasted or uploaded list of payments, as it is. It stays in this browser; only legs taken from it are sent. */
  readonly list: string
}

export type KeptDraft = { readonly draft: Draft; readonly at: Date }

export const EMPTY_LEG: DraftLeg = { asset: 'native', recipient: '', amount: '' }

export const emptyDraft = (safeId: string): Draft => ({
  safeId,
  kind: 'payments',
  legs: [EMPTY_LEG],
  change: EMPTY_CHANGE,
  call: EMPTY_CALL,
  purpose: '',
  reference: '',
  list: '',
})

export const toInput = ({ safeId, kind, legs, change, call, purpose, reference }: Draft): FlowInput<'preview'> => ({
  safeId,
  legs: kind === 'payments' ? legs.map((leg) => ({ ...leg })) : [],
  ...(kind === 'owners' && { change: { ...change } }),
  ...(kind === 'call' && {
    call: { ...call, values: [...call.values], gives: call.gives.map((given) => ({ ...given })) },
  }),
  purpose,
  reference,
})

/** Whether both ask the desk for the same. */
export const isSameDraft = (a: Draft, b: Draft) => JSON.stringify(toInput(a)) === JSON.stringify(toInput(b))

/** Whether every field that must be filled is, so that a preview can be asked for without being asked to. */
export function isFilled({ kind, legs, change, call, purpose }: Draft): boolean {
  const isThere = (...texts: readonly string[]) => texts.every((text) => text.trim() !== '')
  if (!isThere(purpose)) return false
  switch (kind) {
    case 'payments':
      return legs.every(({ recipient, amount }) => isThere(recipient, amount))
    case 'owners':
      return (
        (change.kind === 'change-threshold' || isThere(change.owner)) &&
        (change.kind === 'swap-owner' ? isThere(change.newOwner) : isThere(change.threshold))
      )
    case 'call':
      return isThere(call.to, call.method, ...call.values, ...call.gives.map(({ amount }) => amount))
  }
}

const keyOf = (memberId: string) => `countersign-draft-${memberId}`

/** Keeps a draft in this browser, for this member. @returns false where the browser keeps nothing */
export function keepDraft(memberId: string, draft: Draft, at: Date): boolean {
  const store = (kept: Draft) =>
    isStored(() => localStorage.setItem(keyOf(memberId), JSON.stringify({ draft: kept, at: at.toISOString() })))
  // A list too long for the browser must not cost what was typed beside it.
  return store(draft) || (draft.list !== '' && store({ ...draft, list: '' }))
}

export function dropDraft(memberId: string): void {
  isStored(() => localStorage.removeItem(keyOf(memberId)))
}

const stagedKeyOf = (memberId: string) => `countersign-staged-${memberId}`

/** Tells the member's other windows what was just staged, so that none of them stages the same form again. */
export function tellStaged(memberId: string, draft: Draft, id: string): void {
  isStored(() => {
    localStorage.setItem(stagedKeyOf(memberId), JSON.stringify({ id, input: toInput(draft) }))
    // The others have heard it; nothing of it stays in this browser.
    localStorage.removeItem(stagedKeyOf(memberId))
  })
}

/**
 * Hears of a form staged in another window of this browser.
 * @param isMine whether what was staged is what stands in this window
 * @returns stops listening
 */
export function onStagedElsewhere(memberId: string, onStaged: (id: string, isMine: (draft: Draft) => boolean) => void) {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key !== stagedKeyOf(memberId) || newValue === null) return
    const told = readTold(newValue)
    if (told === null) return
    const staged = JSON.stringify(told.input)
    onStaged(told.id, (draft) => JSON.stringify(toInput(draft)) === staged)
  }
  window.addEventListener('storage', hear)
  return () => window.removeEventListener('storage', hear)
}

function readTold(text: string): { readonly id: string; readonly input: unknown } | null {
  try {
    const told: unknown = JSON.parse(text)
    if (told === null || typeof told !== 'object' || !('id' in told) || !('input' in told)) return null
    return typeof told.id === 'string' ? { id: told.id, input: told.input } : null
  } catch {
    return null // another version's
  }
}

// Storage may be full or switched off: then a draft is not kept, and nothing else fails for it.
function isStored(store: () => void): boolean {
  try {
    store()
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}

/** The kept draft, or null when there is none or it is not one. */
export function readDraft(memberId: string): KeptDraft | null {
  try {
    const text = localStorage.getItem(keyOf(memberId))
    if (text === null) return null
    const kept: unknown = JSON.parse(text)
    if (!isKept(kept)) return null
    const { kind, change, call, list = '', ...rest } = kept.draft
    return {
      draft: {
        ...rest,
        kind: isDraftKind(kind) ? kind : 'payments',
        change: isDraftChange(change) ? change : EMPTY_CHANGE,
        call: isDraftCall(call) ? call : EMPTY_CALL,
        list,
      },
      at: new Date(kept.at),
    }
  } catch {
    return null // another version's draft, a torn one, or a browser that keeps nothing
  }
}

// Drafts of an earlier version have no list, and nothing but payments.
type Later = 'list' | 'kind' | 'change' | 'call'
type Kept = {
  draft: Omit<Draft, Later> & { list?: string; kind?: unknown; change?: unknown; call?: unknown }
  at: string
}

function isKept(kept: unknown): kept is Kept {
  if (kept === null || typeof kept !== 'object' || !('draft' in kept) || !('at' in kept)) return false
  const draft = kept.draft
  if (draft === null || typeof draft !== 'object' || typeof kept.at !== 'string') return false
  const isText = (name: string) => typeof Reflect.get(draft, name) === 'string'
  const legs: unknown = Reflect.get(draft, 'legs')
  return (
    ['safeId', 'purpose', 'reference'].every(isText) &&
    (isText('list') || !('list' in draft)) &&
    Array.isArray(legs) &&
    legs.length > 0 &&
    legs.every(
      (leg: unknown) =>
        leg !== null &&
        typeof leg === 'object' &&
        ['asset', 'recipient', 'amount'].every((name) => typeof Reflect.get(leg, name) === 'string'),
    )
  )
}
