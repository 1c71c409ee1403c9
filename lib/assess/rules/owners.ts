import type { Address } from 'viem'
import { who } from '@/lib/assess/names'
import { isGiven } from '@/lib/assess/needs'
import { reporter } from '@/lib/assess/report'
import { type SettingsCall, settingsCalls } from '@/lib/assess/settings-calls'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = {
  OWNER_ADD: 'medium',
  OWNER_REMOVE: 'medium',
  OWNER_SWAP: 'medium',
  THRESHOLD_CHANGE: 'medium',
  THRESHOLD_LOWERED: 'high',
  THRESHOLD_ONE: 'critical',
  OWNER_TAKEOVER: 'critical',
  OWNER_CHANGE_UNANNOUNCED: 'critical',
} as const

const say = reporter('owners', codes)

/**
 * Who controls the Safe after each call; threshold null where it is not known. `added` and `removed` are counted over the
 * whole batch: a Safe adds nobody who is an owner already, so this works where the owners are not known.
 */
type Control = {
  readonly added: ReadonlySet<string>
  readonly removed: ReadonlySet<string>
  readonly threshold: bigint | null
}

/** Who controls the Safe, and with how many signatures, counted over the whole batch. */
export const owners: Rule = {
  id: 'owners',
  title: 'Owners and threshold',
  codes,
  needs: { THRESHOLD_LOWERED: ['threshold'], OWNER_TAKEOVER: ['threshold'], OWNER_CHANGE_UNANNOUNCED: ['claimed'] },
  judge: (facts) => {
    const calls = settingsCalls(facts).filter(changesControl)
    if (calls.length === 0) return [say.pass('OWNER_TAKEOVER', 'Owners and threshold stay as they are.')]
    const known = facts.safe !== null && isGiven('threshold', facts)
    let control: Control = {
      added: new Set(),
      removed: new Set(),
      threshold: known && facts.safe ? BigInt(facts.safe.threshold) : null,
    }
    const findings: Finding[] = []
    for (const call of calls) {
      const after = apply(control, call)
      findings.push(...ownerFindings(call, facts), ...thresholdFindings(call, control, after))
      control = after
    }
    return [...findings, ...takeover(control, calls, facts), ...unannounced(calls, facts)]
  },
}

function changesControl(call: SettingsCall): boolean {
  return ['add-owner', 'remove-owner', 'swap-owner', 'change-threshold'].includes(call.kind)
}

function apply({ added, removed, threshold }: Control, call: SettingsCall): Control {
  const [nowAdded, nowRemoved] = [new Set(added), new Set(removed)]
  const add = (owner: Address) => nowAdded.add(owner.toLowerCase())
  const remove = (owner: Address) => {
    if (!nowAdded.delete(owner.toLowerCase())) nowRemoved.add(owner.toLowerCase())
  }
  if (call.kind === 'add-owner') add(call.owner)
  if (call.kind === 'remove-owner') remove(call.owner)
  if (call.kind === 'swap-owner') {
    remove(call.oldOwner)
    add(call.newOwner)
  }
  return { added: nowAdded, removed: nowRemoved, threshold: 'threshold' in call ? call.threshold : threshold }
}

function ownerFindings(call: SettingsCall, facts: Facts): readonly Finding[] {
  const { path } = call
  if (call.kind === 'add-owner')
    return [say.fail('OWNER_ADD', { path, sentence: `Makes ${who(facts, call.owner)} an owner of this Safe.` })]
  if (call.kind === 'remove-owner')
    return [
      say.fail('OWNER_REMOVE', { path, sentence: `${who(facts, call.owner)} is no longer an owner of this Safe.` }),
    ]
  if (call.kind !== 'swap-owner') return []
  const sentence = `Replaces owner ${who(facts, call.oldOwner)} by ${who(facts, call.newOwner)}.`
  return [say.fail('OWNER_SWAP', { path, sentence })]
}

function thresholdFindings(call: SettingsCall, before: Control, after: Control): readonly Finding[] {
  if (!('threshold' in call) || before.threshold === after.threshold) return []
  const { path } = call
  const from = before.threshold
  // Adding or removing an owner states a threshold too: without the present one it need not be a change.
  const isChange = from !== null || call.kind === 'change-threshold'
  const change = `from ${from ?? 'an unknown number of'} to ${call.threshold} signatures`
  const findings = isChange
    ? [say.fail('THRESHOLD_CHANGE', { path, sentence: `Changes what the Safe asks for ${change}.` })]
    : []
  if (from === null)
    findings.push(say.unknown('THRESHOLD_LOWERED', { path, sentence: 'The present threshold is not known.' }))
  else if (call.threshold < from)
    findings.push(say.fail('THRESHOLD_LOWERED', { path, sentence: `Fewer signatures than now will do: ${change}.` }))
  if (call.threshold === 1n)
    findings.push(
      say.fail('THRESHOLD_ONE', { path, sentence: 'One signature alone will move everything in this Safe.' }),
    )
  return findings
}

function takeover(
  { added, removed, threshold }: Control,
  calls: readonly SettingsCall[],
  facts: Facts,
): readonly Finding[] {
  const path = calls.length === 1 ? (calls[0]?.path ?? '') : ''
  const owners = facts.safe?.owners.map((owner) => owner.toLowerCase()) ?? []
  // Where the owners are known they alone say who is new; a call that removes somebody proves nothing of them.
  const newcomers = [...added].filter((owner) => (owners.length > 0 ? !owners.includes(owner) : !removed.has(owner)))
  if (facts.safe === null || (threshold === null && newcomers.length > 0))
    return [
      say.unknown('OWNER_TAKEOVER', {
        path,
        sentence: 'Who owns this Safe now is not known, so nobody can say who would.',
      }),
    ]
  if (newcomers.length === 0 || BigInt(newcomers.length) < (threshold ?? 0n)) return []
  return [
    say.fail('OWNER_TAKEOVER', {
      path,
      sentence: `${newcomers.length} addresses that are not owners today could then move everything without any present owner.`,
      evidence: newcomers.map((owner) => ({ label: 'New owner', value: owner })),
    }),
  ]
}

function unannounced(calls: readonly SettingsCall[], { class: kind, intent }: Facts): readonly Finding[] {
  const isStated = intent !== null || kind === 'cancel'
  if (!isStated || kind === 'configuration') return []
  return calls.map(({ path }) =>
    say.fail('OWNER_CHANGE_UNANNOUNCED', {
      path,
      sentence: 'Changes who controls the Safe, and the request says nothing of it.',
    }),
  )
}
