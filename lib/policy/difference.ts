import { isSameAddress } from '@/lib/core/address'
import {
  amountWords,
  assetName,
  assetsWords,
  groupWords,
  type NamedAsset,
  namedAddresses,
  NO_NAMES,
  overlayWords,
  type PolicyNames,
  recipientWords,
  rollingWords,
  slotWords,
  type Words,
} from '@/lib/policy/difference-words'
import { spanWords } from '@/lib/policy/span-words'
import type { BaseRule, Condition, Overlay, Policy, Slots } from '@/lib/policy/types'

/** One thing that differs between two versions of a policy. */
export type PolicyChange = {
  /** Where: "rule Payments, delay". */
  readonly where: string
  /** Assets that it names by their symbols, with their addresses; the chain's own coin has none. */
  readonly assets: readonly NamedAsset[]
  readonly before: string
  readonly after: string
  /** `tighter` only for what the closed list of SPEC §4 names; everything else is treated as loosening. */
  readonly isTighter: boolean
}

/**
 * What a new version changes, in order of the policy. The closed list that tightens at once: an overlay added, a maximum
 * lowered, more people or a longer delay asked for, the offline verdict asked for, an allow rule disabled. A payment that a
 * rule no longer takes is taken by a later one, so the list counts only where no later rule of its class asks for less.
 *
 * What differs is decided by the policy's own bytes, never by names: two things of one name still differ.
 * @param names for whoever reads it; without them amounts are base units, assets addresses and people ids
 */
export function policyDifference(
  before: Policy,
  after: Policy,
  names: PolicyNames = NO_NAMES,
): readonly PolicyChange[] {
  return [...groupChanges(before, after), ...ruleChanges(before, after), ...overlayChanges(before, after)].flatMap(
    (one) => toChange(one, names),
  )
}

/** Whether a version changes something, and nothing but what tightens. */
export function isTightening(before: Policy, after: Policy): boolean {
  const changes = policyDifference(before, after)
  return changes.length > 0 && changes.every(({ isTighter }) => isTighter)
}

/** Two sides that may be the same. */
type Compared = {
  readonly where: Words
  readonly before: Words
  readonly after: Words
  readonly assets: readonly string[]
  readonly isTighter: boolean
}

type Side = string | Words
const wordsOf = (side: Side): Words => (typeof side === 'string' ? () => side : side)

const compare = (where: Side, before: Side, after: Side, isTighter = false, assets: readonly string[] = []) => ({
  ...{ where: wordsOf(where), before: wordsOf(before), after: wordsOf(after) },
  ...{ assets, isTighter },
})

function toChange({ where, before, after, assets, isTighter }: Compared, names: PolicyNames): PolicyChange[] {
  const bytes = [before(NO_NAMES), after(NO_NAMES)] as const
  if (bytes[0] === bytes[1]) return []
  const shown = [before(names), after(names)] as const
  // Names that make two different things read alike tell nothing.
  const [was, is] = shown[0] === shown[1] ? bytes : shown
  return [{ where: where(names), before: was, after: is, assets: namedAddresses(assets, names), isTighter }]
}

function groupChanges(before: Policy, after: Policy): Compared[] {
  const ids = [...new Set([...before.groups, ...after.groups].map(({ id }) => id))]
  return ids.map((id) => {
    const [old, next] = [before, after].map(({ groups }) => groups.find((one) => one.id === id))
    return compare(`group ${id}`, groupWords(old), groupWords(next))
  })
}

function ruleChanges(before: Policy, after: Policy): Compared[] {
  const [old, next] = [before.rules, after.rules]
  const kept = old.filter(({ name }) => next.some((one) => one.name === name))
  const isInOrder = kept.every(({ name }, place) => next.filter(isOf(kept))[place]?.name === name)
  return [
    ...(isInOrder ? [] : [compare('order of the rules', namesOf(kept), namesOf(next.filter(isOf(kept))))]),
    ...old.flatMap((rule, place) => {
      const same = next.find(({ name }) => name === rule.name)
      const isLast = fallsTo(rule, old.slice(place + 1), () => false)
      return same ? fieldChanges(rule, same, next) : [compare(`rule ${rule.name}`, 'allows', 'not there', isLast)]
    }),
    ...next
      .filter(({ name }) => !old.some((one) => one.name === name))
      .map((rule) => compare(`rule ${rule.name}`, 'not there', `allows ${rule.class}`)),
  ]
}

function fieldChanges(rule: BaseRule, next: BaseRule, rules: readonly BaseRule[]): Compared[] {
  const where = (what: string) => `rule ${rule.name}, ${what}`
  const later = rules.slice(rules.indexOf(next) + 1)
  // What it no longer takes has to meet at least as much elsewhere, or be blocked.
  const fallsWell = fallsTo(next, later, (one) => asksAtLeast(one, rule))
  return [
    compare(where('class'), rule.class, next.class),
    ...conditionChanges(where, rule.when, next.when, fallsWell),
    compare(where('people'), slotWords(rule.quorum), slotWords(next.quorum), includesSlots(next.quorum, rule.quorum)),
    compare(
      where('delay'),
      spanWords(rule.delaySeconds),
      spanWords(next.delaySeconds),
      next.delaySeconds > rule.delaySeconds,
    ),
    compare(where('expiry'), spanWords(rule.expirySeconds), spanWords(next.expirySeconds)),
    compare(where('factors'), [...rule.factors].sort().join(), [...next.factors].sort().join()),
    compare(
      where('offline verdict'),
      verdictWords(rule.offlineVerdict),
      verdictWords(next.offlineVerdict),
      next.offlineVerdict === true,
    ),
  ]
}

type Where = (what: string) => string

const conditionChanges = (where: Where, old: Condition, next: Condition, fallsWell: boolean): Compared[] => [
  ...unitChanges(where, old, next, fallsWell),
  compare(where('assets'), assetsWords(old), assetsWords(next), false, [...(old.assets ?? []), ...(next.assets ?? [])]),
  compare(where('recipients'), recipientWords(old), recipientWords(next)),
  compare(where('window'), rollingWords(old), rollingWords(next), false, [
    ...Object.keys(old.rolling?.maxUnits ?? {}),
    ...Object.keys(next.rolling?.maxUnits ?? {}),
  ]),
]

function unitChanges(
  where: Where,
  { maxUnits: old }: Condition,
  { maxUnits: next }: Condition,
  fallsWell: boolean,
): Compared[] {
  const assets = [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})].map((one) => one.toLowerCase()))]
  const unnamed = old === undefined || next === undefined ? 'no limit' : 'none of it'
  return assets.map((asset) => {
    const [was, is] = [limitOf(old, asset), limitOf(next, asset)]
    const isLower = is !== null && (was !== null ? is < was : old === undefined)
    const words = (units: bigint | null): Side =>
      units === null ? unnamed : (names) => amountWords(String(units), asset, names)
    return compare(
      (names) => where(`maximum of ${assetName(asset, names)}`),
      words(was),
      words(is),
      isLower && fallsWell,
      [asset],
    )
  })
}

// One that changes counts as looser whatever changes in it: only what is added tightens for certain.
function overlayChanges(before: Policy, after: Policy): Compared[] {
  const names = [...new Set([...before.overlays, ...after.overlays].map(({ name }) => name))]
  return names.flatMap((name) => {
    const [old, next] = [before, after].map(({ overlays }) => overlays.find((one) => one.name === name))
    if (old !== undefined && next !== undefined) return overlayFields(old, next)
    const assets = assetsOf((old ?? next)?.unless ?? {})
    return [compare(`overlay ${name}`, overlayWords(old), overlayWords(next), old === undefined, assets)]
  })
}

function overlayFields(old: Overlay, next: Overlay): Compared[] {
  const where = (what: string) => `overlay ${old.name}, ${what}`
  const demands = [old.effect, next.effect].map((effect) => (effect.kind === 'require' ? effect : null))
  const each = (words: (effect: Required) => string) =>
    demands.map((effect) => (effect === null ? 'nothing' : words(effect))) as [string, string]
  const sentences = [old.effect, next.effect].map((effect) => (effect.kind === 'require' ? 'none' : effect.sentence))
  return [
    compare(where('effect'), old.effect.kind, next.effect.kind),
    compare(where('sentence'), sentences[0] ?? '', sentences[1] ?? ''),
    compare(where('people it requires'), ...each(({ quorum }) => slotWords(quorum))),
    compare(where('delay it requires'), ...each(({ delaySeconds }) => spanWords(delaySeconds))),
    compare(where('offline verdict'), ...each(({ offlineVerdict }) => verdictWords(offlineVerdict))),
    ...conditionChanges((what) => where(`unless ${what}`), old.unless, next.unless, false),
  ]
}

type Required = Extract<Overlay['effect'], { kind: 'require' }>

const assetsOf = ({ assets, maxUnits, rolling }: Condition): readonly string[] => [
  ...(assets ?? []),
  ...Object.keys(maxUnits ?? {}),
  ...Object.keys(rolling?.maxUnits ?? {}),
]

/** Whether every later rule that could take what this one leaves is one of those. */
const fallsTo = (rule: BaseRule, later: readonly BaseRule[], isGood: (one: BaseRule) => boolean): boolean =>
  later.filter((one) => one.class === rule.class).every(isGood)

const asksAtLeast = (one: BaseRule, rule: BaseRule): boolean =>
  includesSlots(one.quorum, rule.quorum) &&
  one.delaySeconds >= rule.delaySeconds &&
  one.expirySeconds <= rule.expirySeconds &&
  (one.offlineVerdict === true || rule.offlineVerdict !== true) &&
  one.factors.every((factor) => rule.factors.includes(factor))

/** Whether these slots ask every group of those for as many people or more. */
const includesSlots = (slots: readonly Slots[], those: readonly Slots[]): boolean =>
  those.every(({ group, need }) => slots.some((one) => one.group === group && one.need >= need))

function limitOf(maxUnits: Condition['maxUnits'], asset: string): bigint | null {
  const found = Object.entries(maxUnits ?? {}).find(([address]) => isSameAddress(address, asset))
  return found ? BigInt(found[1]) : null
}

const isOf = (rules: readonly BaseRule[]) => (one: BaseRule) => rules.some(({ name }) => name === one.name)
const namesOf = (rules: readonly BaseRule[]) => rules.map(({ name }) => name).join(', ')
const verdictWords = (asked: boolean | undefined): string => (asked === true ? 'asked for' : 'not asked for')
