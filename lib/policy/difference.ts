import { isSameAddress } from '@/lib/core/address'
import { spanWords } from '@/lib/policy/span-words'
import type { BaseRule, Condition, Overlay, Policy, Slots } from '@/lib/policy/types'

/** One thing that differs between two versions of a policy. */
export type PolicyChange = {
  /** Where: "rule Payments, delay". */
  readonly where: string
  readonly before: string
  readonly after: string
  /** `tighter` only for what the closed list of SPEC §4 names; everything else is treated as loosening. */
  readonly isTighter: boolean
}

/**
 * What a new version changes, in order of the policy. The closed list that tightens at once: an overlay added, a maximum
 * lowered, more people or a longer delay asked for, the offline verdict asked for, an allow rule disabled. A payment that a
 * rule no longer takes is taken by a later one, so the list counts only where no later rule of its class asks for less.
 */
export function policyDifference(before: Policy, after: Policy): readonly PolicyChange[] {
  return [...groupChanges(before, after), ...ruleChanges(before, after), ...overlayChanges(before, after)]
}

/** Whether a version changes something, and nothing but what tightens. */
export function isTightening(before: Policy, after: Policy): boolean {
  const changes = policyDifference(before, after)
  return changes.length > 0 && changes.every(({ isTighter }) => isTighter)
}

const change = (where: string, before: string, after: string, isTighter = false): PolicyChange[] =>
  before === after ? [] : [{ where, before, after, isTighter }]

function groupChanges(before: Policy, after: Policy): PolicyChange[] {
  const ids = [...new Set([...before.groups, ...after.groups].map(({ id }) => id))]
  return ids.flatMap((id) => {
    const [old, next] = [before, after].map(({ groups }) => groups.find((one) => one.id === id))
    const words = (group: typeof old) =>
      group ? `${group.name}: ${[...group.members].sort().join(', ')}` : 'not there'
    return change(`group ${id}`, words(old), words(next))
  })
}

function ruleChanges(before: Policy, after: Policy): PolicyChange[] {
  const [old, next] = [before.rules, after.rules]
  const kept = old.filter(({ name }) => next.some((one) => one.name === name))
  const isInOrder = kept.every(({ name }, place) => next.filter(isOf(kept))[place]?.name === name)
  return [
    ...(isInOrder ? [] : change('order of the rules', namesOf(kept), namesOf(next.filter(isOf(kept))))),
    ...old.flatMap((rule, place) => {
      const same = next.find(({ name }) => name === rule.name)
      const isLast = fallsTo(rule, old.slice(place + 1), () => false)
      return same ? fieldChanges(rule, same, next) : change(`rule ${rule.name}`, 'allows', 'not there', isLast)
    }),
    ...next
      .filter(({ name }) => !old.some((one) => one.name === name))
      .flatMap((rule) => change(`rule ${rule.name}`, 'not there', `allows ${rule.class}`)),
  ]
}

function fieldChanges(rule: BaseRule, next: BaseRule, rules: readonly BaseRule[]): PolicyChange[] {
  const where = (what: string) => `rule ${rule.name}, ${what}`
  const later = rules.slice(rules.indexOf(next) + 1)
  // What it no longer takes has to meet at least as much elsewhere, or be blocked.
  const fallsWell = fallsTo(next, later, (one) => asksAtLeast(one, rule))
  return [
    ...change(where('class'), rule.class, next.class),
    ...unitChanges(where, rule.when, next.when, fallsWell),
    ...change(where('assets'), assetWords(rule.when), assetWords(next.when)),
    ...change(where('recipients'), recipientWords(rule.when), recipientWords(next.when)),
    ...change(where('window'), rollingWords(rule.when), rollingWords(next.when)),
    ...change(where('people'), slotWords(rule.quorum), slotWords(next.quorum), includesSlots(next.quorum, rule.quorum)),
    ...change(
      where('delay'),
      spanWords(rule.delaySeconds),
      spanWords(next.delaySeconds),
      next.delaySeconds > rule.delaySeconds,
    ),
    ...change(where('expiry'), spanWords(rule.expirySeconds), spanWords(next.expirySeconds)),
    ...change(where('factors'), [...rule.factors].sort().join(), [...next.factors].sort().join()),
    ...change(
      where('offline verdict'),
      rule.offlineVerdict === true ? 'asked for' : 'not asked for',
      next.offlineVerdict === true ? 'asked for' : 'not asked for',
      next.offlineVerdict === true,
    ),
  ]
}

function unitChanges(
  where: (what: string) => string,
  { maxUnits: old }: Condition,
  { maxUnits: next }: Condition,
  fallsWell: boolean,
): PolicyChange[] {
  const assets = [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})].map((one) => one.toLowerCase()))]
  const unnamed = old === undefined || next === undefined ? 'no limit' : 'none of it'
  return assets.flatMap((asset) => {
    const [was, is] = [limitOf(old, asset), limitOf(next, asset)]
    const isLower = is !== null && (was !== null ? is < was : old === undefined)
    return change(
      where(`maximum of ${asset}`),
      was === null ? unnamed : `${was} base units`,
      is === null ? unnamed : `${is} base units`,
      isLower && fallsWell,
    )
  })
}

function overlayChanges(before: Policy, after: Policy): PolicyChange[] {
  const names = [...new Set([...before.overlays, ...after.overlays].map(({ name }) => name))]
  return names.flatMap((name) => {
    const [old, next] = [before, after].map(({ overlays }) => overlays.find((one) => one.name === name))
    return change(`overlay ${name}`, overlayWords(old), overlayWords(next), old === undefined && next !== undefined)
  })
}

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
const slotWords = (slots: readonly Slots[]) =>
  slots.length === 0 ? 'the Safe’s threshold' : slots.map(({ group, need }) => `${need} of ${group}`).join(' and ')
const assetWords = ({ assets }: Condition) =>
  assets
    ? [...assets]
        .map((one) => one.toLowerCase())
        .sort()
        .join()
    : 'any'
const recipientWords = ({ activeRecipientsOnly }: Condition) =>
  activeRecipientsOnly === true ? 'active contacts only' : 'anybody'
const rollingWords = ({ rolling }: Condition) =>
  rolling
    ? `${spanWords(rolling.seconds)}: ${Object.entries(rolling.maxUnits)
        .map(([asset, limit]) => `${limit} base units of ${asset.toLowerCase()}`)
        .sort()
        .join()}`
    : 'none'
const overlayWords = (overlay: Overlay | undefined) =>
  overlay
    ? `${overlay.effect.kind}, unless ${JSON.stringify(overlay.unless)}: ${JSON.stringify(overlay.effect)}`
    : 'not there'
