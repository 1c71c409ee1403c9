import { canonicalize, type Json } from '@/lib/core/canonical'

/** One thing that an evidence record says otherwise than another; null where it does not say it at all. */
export type EvidenceChange = { readonly what: string; readonly before: string | null; readonly now: string | null }

type Fields = { readonly [key: string]: Json | undefined }

type Placed = EvidenceChange & { readonly place: string }

/**
 * What each part is called, and by which members the entries of a list are the same one. The weightiest comes first, and
 * last what a contract can make many of.
 */
const PARTS: Readonly<Record<string, readonly [words: string, ...identity: readonly string[]]>> = {
  'effects.kind': ['The simulation'],
  'effects.status': ['How it ends'],
  'safeState.owners': ['Owner of the Safe'],
  'safeState.modules': ['Module of the Safe'],
  'safeState.threshold': ['Signatures that the Safe asks for'],
  'safeState.guard': ['Guard of the Safe'],
  'safeState.moduleGuard': ['Module guard of the Safe'],
  'safeState.fallbackHandler': ['Fallback handler of the Safe'],
  'safeState.singleton': ['Code that the Safe runs'],
  'effects.safeStorage': ['Storage of the Safe', 'slot'],
  intent: ['The request'],
  'effects.approvals': ['Allowance', 'token', 'owner', 'spender'],
  'effects.code': ['Code made or taken away', 'address'],
  'effects.items': ['Item of a collection', 'token', 'id', 'account'],
  findings: ['Finding', 'code', 'path'],
  'requirement.rule': ['Rule of the policy'],
  'requirement.decision': ['Decision of the policy'],
  'requirement.reasons': ['Reason of the policy'],
  'requirement.approvals': ['Approvals that the policy asks for'],
  'requirement.groups': ['Group of approvers', 'id'],
  'requirement.factors': ['Factor that the policy takes'],
  'requirement.delaySeconds': ['Delay, in seconds'],
  'requirement.expirySeconds': ['Time to expiry, in seconds'],
  recipients: ['Entry of the address book', 'address'],
  'effects.changes': ['Change of a balance, in base units', 'account', 'asset'],
  'effects.touched': ['Contract', 'address'],
}

// Parts without a name are one line each; they come first.
const WEIGHTS = new Map(Object.keys(PARTS).map((place, weight) => [place, weight]))
const weightOf = ({ place }: Placed): number => WEIGHTS.get(place) ?? -1

/**
 * What differs between the record that was approved and another one of the same withdrawal, entry by entry, so that people
 * read what changed and not only that something did: the weightiest first. Empty, too, where two records hold the same
 * entries in another order.
 */
export function evidenceChanges(before: Json, now: Json): readonly EvidenceChange[] {
  return changesAt([], before, now)
    .sort((a, b) => weightOf(a) - weightOf(b))
    .map(({ what, before: was, now: is }) => ({ what, before: was, now: is }))
}

function changesAt(path: readonly string[], before: Json | undefined, now: Json | undefined): Placed[] {
  if (textOf(before) === textOf(now)) return []
  const place = path.join('.')
  // Its bytes are staged and cannot change: what changes is how they are read, and that has no entries.
  if (place === 'call') return [{ place, what: 'How the calls are read', before: 'as approved', now: 'otherwise' }]
  // Of effects that are not there nothing can be told.
  if (place === 'effects' && kindOf(before) !== kindOf(now))
    return [{ place: 'effects.kind', what: wordsAt('effects.kind'), before: kindOf(before), now: kindOf(now) }]
  if (isList(before) && isList(now)) return listChanges(place, before, now)
  if (isFields(before) && isFields(now))
    return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((key) =>
      changesAt([...path, key], before[key], now[key]),
    )
  // A list that only one of them has is a list of which the other has no entry.
  if (isList(before ?? now)) return listChanges(place, isList(before) ? before : [], isList(now) ? now : [])
  return [{ place, what: wordsAt(place), before: said(before), now: said(now) }]
}

function listChanges(place: string, before: readonly Json[], now: readonly Json[]): Placed[] {
  const [was, is] = [byIdentity(place, before), byIdentity(place, now)]
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((identity) => {
    const [some, others] = [was.get(identity) ?? [], is.get(identity) ?? []]
    const [gone, come] = [without(some, others), without(others, some)]
    const what = identity === '' ? wordsAt(place) : `${wordsAt(place)}: ${identity}`
    const pairs = gone.length > come.length ? gone : come
    return pairs.map((_, at) => ({ place, what, before: said(gone[at]), now: said(come[at]) }))
  })
}

/** All entries of a list by what makes them the same one: several may be, and each of them counts. */
function byIdentity(place: string, entries: readonly Json[]): ReadonlyMap<string, readonly Json[]> {
  const [, ...identity] = PARTS[place] ?? ['']
  const found = new Map<string, Json[]>()
  for (const entry of entries) {
    const [name, rest] = nameOf(entry, identity)
    found.set(name, [...(found.get(name) ?? []), rest])
  }
  return found
}

function nameOf(entry: Json, identity: readonly string[]): readonly [name: string, rest: Json] {
  if (!isFields(entry) || identity.length === 0) return [said(entry) ?? '', entry]
  const name = identity.map((key) => said(entry[key]) ?? '').filter((text) => text !== '')
  return [name.join(' '), Object.fromEntries(Object.entries(entry).filter(([key]) => !identity.includes(key)))]
}

/** Those of the one list that the other does not have as often. */
function without(some: readonly Json[], others: readonly Json[]): readonly Json[] {
  const left = others.map(textOf)
  return some.filter((entry) => {
    const at = left.indexOf(textOf(entry))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

const wordsAt = (place: string): string => PARTS[place]?.[0] ?? place.replaceAll('.', ' ')

/** A value as people read it: a lone member without its name. */
function said(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null
  if (isList(value)) return value.map((entry) => said(entry) ?? 'none').join(', ')
  if (!isFields(value)) return String(value)
  const members = Object.entries(value)
  const [only] = members
  if (members.length === 1 && only !== undefined) return said(only[1])
  return members.map(([key, member]) => `${key} ${said(member) ?? 'none'}`).join(', ')
}

const textOf = (value: Json | undefined): string => (value === undefined ? '' : canonicalize(value))
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const kindOf = (value: Json | undefined): string | null => (isFields(value) ? said(value['kind']) : null)
