import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { isRejection } from '@/lib/assess/calls'
import { expectedPayments, paymentKey } from '@/lib/assess/expected-payments'
import { type Movement, movementsOf } from '@/lib/assess/movements'
import { amountOf, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { DOES, type Role, rolesOf } from '@/lib/assess/roles'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { type SettingsCall, settingsCalls } from '@/lib/assess/settings-calls'
import { valueOf } from '@/lib/stage/stated-call'
import type { Intent, Leg, OwnersChange, WithdrawalClass } from '@/lib/stage/types'

const codes = { INTENT_MISMATCH: 'critical', INTENT_AMOUNT_MISMATCH: 'critical' } as const
const say = reporter('intent', codes)

/** Whether the bytes say what the initiator said: these payments, each of them, and nothing else. */
export const intent: Rule = {
  id: 'intent',
  title: 'Request and bytes',
  codes,
  needs: { INTENT_MISMATCH: ['claimed'], INTENT_AMOUNT_MISMATCH: ['claimed'] },
  judge: (facts) => {
    const findings = facts.class === 'cancel' ? cancelFindings(facts) : statedFindings(facts)
    return findings.length > 0
      ? findings
      : [say.pass('INTENT_MISMATCH', 'The bytes do what is requested and nothing else.')]
  },
}

function cancelFindings(facts: Facts): readonly Finding[] {
  if (isRejection(facts)) return []
  const sentence = 'A cancel is an empty call of the Safe to itself. This does something else.'
  return [say.fail('INTENT_MISMATCH', { path: facts.call.path, sentence })]
}

function statedFindings(facts: Facts): readonly Finding[] {
  if (facts.intent === null) return []
  const strangers = [...strayCalls(facts), ...changeFindings(facts, facts.intent), ...callFindings(facts, facts.intent)]
  const strayPaths = new Set(strangers.map(({ path }) => path))
  const paid = [...paymentFindings(facts), ...proceedsFindings(facts)]
  return [...strangers, ...paid.filter(({ path }) => !strayPaths.has(path))]
}

/** One stated change of the owners is that change: no other and not a second one. */
function changeFindings(facts: Facts, { change }: Intent): readonly Finding[] {
  if (change === undefined) return []
  const calls = settingsCalls(facts)
  const other = calls.find((call) => !isStatedChange(call, change))
  if (other !== undefined)
    return [
      say.fail('INTENT_MISMATCH', {
        path: other.path,
        sentence: `Call ${other.path} changes something else of the Safe than the request says.`,
      }),
    ]
  if (calls.length === 1) return []
  const sentence =
    calls.length === 0 ? 'This does not change what the request says.' : 'This changes it more than once.'
  return [say.fail('INTENT_MISMATCH', { sentence })]
}

function isStatedChange(call: SettingsCall, change: OwnersChange): boolean {
  if (call.kind !== change.kind) return false
  const isThreshold = !('threshold' in call) || !('threshold' in change) || call.threshold === BigInt(change.threshold)
  const isOwner = !('owner' in call) || !('owner' in change) || isSameAddress(call.owner, change.owner)
  const isSwap =
    !('oldOwner' in call) ||
    !('oldOwner' in change) ||
    (isSameAddress(call.oldOwner, change.oldOwner) && isSameAddress(call.newOwner, change.newOwner))
  return isThreshold && isOwner && isSwap
}

/** A stated call is exactly those bytes to that contract. */
function callFindings({ staged }: Facts, { call }: Intent): readonly Finding[] {
  if (call === undefined) return []
  const { to, value, data, operation } = staged.tx
  const isSame = isSameAddress(to, call.to) && value === valueOf(call) && data.toLowerCase() === call.data.toLowerCase()
  return isSame && operation === 0
    ? []
    : [say.fail('INTENT_MISMATCH', { path: '1', sentence: 'This is another call than the one that was requested.' })]
}

/** What comes out of a swap, sweep, mint or deposit stays here, or goes to whom the request pays. */
function proceedsFindings(facts: Facts): readonly Finding[] {
  const due = [facts.staged.safe.address, ...(facts.intent?.legs ?? []).map(({ recipient }) => recipient)]
  return beneficiariesOf(facts).flatMap(({ path, address }) => {
    if (due.some((it) => isSameAddress(it, address))) return []
    const sentence = `What comes out of call ${path} goes to ${who(facts, address)}. The request does not say so.`
    return [say.fail('INTENT_MISMATCH', { path, sentence })]
  })
}

/** What each class announces. A payment is compared with the legs on top. */
const ANNOUNCED: Readonly<Record<WithdrawalClass, readonly Role[]>> = {
  transfer: ['batch', 'payment'],
  'contract-call': ['batch', 'payment', 'other'],
  configuration: ['batch', 'settings'],
  cancel: [],
}

function strayCalls(facts: Facts): readonly Finding[] {
  return rolesOf(facts).flatMap(({ role, node }) => {
    if (ANNOUNCED[facts.class].includes(role)) return []
    const { path, target, signature, data } = node
    const what = signature === '' ? data.slice(0, 10) : signature
    const sentence = `Call ${path} ${DOES[role]}, and the request says nothing of it.`
    const evidence = [
      { label: 'Call', value: what },
      { label: 'At', value: target },
    ]
    return [say.fail('INTENT_MISMATCH', { path, sentence, evidence })]
  })
}

/** What the bytes may say they send. What a called contract is given goes to the contract. */
function statedPayments(intent: Intent | null): readonly Leg[] {
  const value = intent?.call?.gives.filter(({ asset }) => asset.address === 'native') ?? []
  const to = intent?.call?.to
  return [...(intent?.legs ?? []), ...value.flatMap((given) => (to === undefined ? [] : [{ ...given, recipient: to }]))]
}

function paymentFindings(facts: Facts): readonly Finding[] {
  const safe = facts.staged.safe.address
  const expected = expectedPayments(statedPayments(facts.intent))
  const found = new Map<string, { readonly movement: Movement; readonly units: bigint }>()
  const movements = movementsOf(facts)
  // What another contract sends, or may send, pays nothing that is asked for: it comes on top.
  const foreign = movements.filter(({ isOwn, recipient }) => !isOwn && !isSameAddress(recipient, safe))
  for (const movement of movements.filter(({ isOwn }) => isOwn)) {
    const key = paymentKey(movement.asset, movement.recipient)
    found.set(key, { movement, units: (found.get(key)?.units ?? 0n) + movement.units })
  }
  const extra = [...found].flatMap(([key, { movement, units }]) => {
    const due = expected.get(key)
    if (due?.units === units) return []
    const paid = amountOf(facts, movement.asset, units)
    const to = who(facts, movement.recipient)
    const { path } = movement
    if (!due)
      return [say.fail('INTENT_MISMATCH', { path, sentence: `The bytes send ${paid} to ${to}. The request does not.` })]
    const asked = amountOf(facts, due.asset.address, due.units)
    return [
      say.fail('INTENT_AMOUNT_MISMATCH', {
        path,
        sentence: `The bytes send ${paid} to ${to}. The request says ${asked}.`,
      }),
    ]
  })
  const missing = [...expected].flatMap(([key, { asset, recipient, units }]) => {
    if (found.has(key)) return []
    const sentence = `This does not pay ${amountOf(facts, asset.address, units)} to ${who(facts, recipient)}.`
    return [say.fail('INTENT_MISMATCH', { sentence })]
  })
  const onTop = foreign.map(({ path, asset, units, recipient }) => {
    const sentence = `Inside, the bytes send ${amountOf(facts, asset, units)} to ${who(facts, recipient)}. The request does not.`
    return say.fail('INTENT_MISMATCH', { path, sentence })
  })
  return [...extra, ...onTop, ...missing]
}
