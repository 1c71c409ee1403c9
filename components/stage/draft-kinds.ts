import type { RawCall } from '@/lib/stage/parse-call'
import { OWNERS_CHANGES, type RawOwnersChange } from '@/lib/stage/parse-owners-change'

/** What can be asked for, in the order of the form. */
export const DRAFT_KINDS = [
  { id: 'payments', words: 'Pay' },
  { id: 'owners', words: 'Change owners or threshold' },
  { id: 'call', words: 'Call a contract' },
] as const

export type DraftKind = (typeof DRAFT_KINDS)[number]['id']

export const EMPTY_CHANGE: RawOwnersChange = { kind: 'change-threshold', owner: '', newOwner: '', threshold: '' }

export const EMPTY_CALL: RawCall = { to: '', method: '', values: [], gives: [] }

export const isDraftKind = (kind: unknown): kind is DraftKind => DRAFT_KINDS.some(({ id }) => id === kind)

export const isDraftChange = (change: unknown): change is RawOwnersChange =>
  areTexts(change, ['kind', 'owner', 'newOwner', 'threshold']) &&
  OWNERS_CHANGES.some((kind) => kind === Reflect.get(change, 'kind'))

export const isDraftCall = (call: unknown): call is RawCall =>
  areTexts(call, ['to', 'method']) &&
  isList(Reflect.get(call, 'values'), (one) => typeof one === 'string') &&
  isList(Reflect.get(call, 'gives'), (one) => areTexts(one, ['asset', 'amount']))

const isList = (value: unknown, isOne: (one: unknown) => boolean) => Array.isArray(value) && value.every(isOne)

const areTexts = (value: unknown, names: readonly string[]): value is object =>
  value !== null && typeof value === 'object' && names.every((name) => typeof Reflect.get(value, name) === 'string')
