import { allCalls, isRejection, isSelfCall, type PlacedCall } from '@/lib/assess/calls'
import { expectedPayments, paymentKey } from '@/lib/assess/expected-payments'
import { type Movement, movementsOf } from '@/lib/assess/movements'
import { amountOf, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { settingsCalls } from '@/lib/assess/settings-calls'
import { delegateStanding, isMigration } from '@/lib/assess/trusted-delegatecall'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { WithdrawalClass } from '@/lib/stage/types'

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
  const strangers = strayCalls(facts)
  const strayPaths = new Set(strangers.map(({ path }) => path))
  return [...strangers, ...paymentFindings(facts).filter(({ path }) => !strayPaths.has(path))]
}

type Role = 'batch' | 'payment' | 'settings' | 'approval' | 'foreign-code' | 'other'

/** What each class announces. A payment is compared with the legs on top. */
const ANNOUNCED: Readonly<Record<WithdrawalClass, readonly Role[]>> = {
  transfer: ['batch', 'payment'],
  'contract-call': ['batch', 'payment', 'other'],
  configuration: ['batch', 'settings'],
  cancel: [],
}

const STRAY: Readonly<Record<Role, string>> = {
  batch: 'is a batch',
  payment: 'pays',
  settings: 'changes who controls the Safe',
  approval: 'lets someone else take tokens later',
  'foreign-code': 'runs foreign code in place of the Safe',
  other: 'does something else than pay',
}

function strayCalls(facts: Facts): readonly Finding[] {
  const settings = new Set(settingsCalls(facts).map(({ path }) => path))
  return allCalls(facts).flatMap((call) => {
    const role = roleOf(call, facts, settings)
    if (ANNOUNCED[facts.class].includes(role)) return []
    const { path, target, signature, data } = call.node
    const what = signature === '' ? data.slice(0, 10) : signature
    const sentence = `Call ${path} ${STRAY[role]}, and the request says nothing of it.`
    const evidence = [
      { label: 'Call', value: what },
      { label: 'At', value: target },
    ]
    return [say.fail('INTENT_MISMATCH', { path, sentence, evidence })]
  })
}

const APPROVAL = /^((approve|increaseAllowance|setApprovalForAll|permit)\(|PERMIT2_PERMIT)/
/** Spending limits of the AllowanceModule are settings of the Safe, though another contract keeps them. */
const LIMIT = /^(addDelegate|removeDelegate|setAllowance|resetAllowance|deleteAllowance)\(/

function roleOf(call: PlacedCall, facts: Facts, settings: ReadonlySet<string>): Role {
  const { node, actor } = call
  const { address } = facts.staged.safe
  if (node.operation !== 0) {
    const standing = node.operation === 1 ? delegateStanding(call, facts) : null
    if (standing?.kind === 'allow-listed') return node.children.length > 0 ? 'batch' : 'other'
    if (standing?.kind !== 'official') return 'foreign-code'
    if (isMigration(standing.library)) return 'settings'
    return node.signature === 'multiSend(bytes)' ? 'batch' : 'other'
  }
  if (settings.has(node.path)) return 'settings'
  if ([node.signature, ...node.candidates].some((it) => APPROVAL.test(it))) return 'approval'
  // A call that runs from another contract than the Safe pays nothing of the Safe's.
  if (!isSameAddress(actor, address) || isRejection({ ...facts, call: node })) return 'other'
  const isPlainPayment = node.data === '0x' && node.value > 0n
  const isTokenPayment = node.signature === 'transfer(address,uint256)' && node.provenance === 'standard'
  if (isPlainPayment || isTokenPayment) return 'payment'
  if (node.targetName.startsWith('AllowanceModule') && LIMIT.test(node.signature)) return 'settings'
  return isSelfCall(node, address) && node.signature !== '' ? 'settings' : 'other'
}

function paymentFindings(facts: Facts): readonly Finding[] {
  const safe = facts.staged.safe.address
  const expected = expectedPayments(facts.intent?.legs ?? [])
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
    const paid = amountOf(facts, movement.asset, units)
    const to = who(facts, movement.recipient)
    const { path } = movement
    if (!due)
      return [say.fail('INTENT_MISMATCH', { path, sentence: `The bytes send ${paid} to ${to}. The request does not.` })]
    if (due.units === units) return []
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
