import { allCalls, isRejection, isSelfCall, type PlacedCall } from '@/lib/assess/calls'
import { controlChanges } from '@/lib/assess/control-changes'
import { grantsOf } from '@/lib/assess/grants'
import { settingsCalls } from '@/lib/assess/settings-calls'
import { delegateStanding, isMigration } from '@/lib/assess/trusted-delegatecall'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { CallNode } from '@/lib/decode/types'

/** What a call is for, as far as an intent announces such things. */
export type Role = 'batch' | 'payment' | 'settings' | 'control' | 'approval' | 'foreign-code' | 'other'

/** "Call 1.2 … , and the request says nothing of it." */
export const DOES: Readonly<Record<Role, string>> = {
  batch: 'is a batch',
  payment: 'pays',
  settings: 'changes who controls the Safe',
  control: 'changes who controls another contract, or its code',
  approval: 'lets someone else take tokens later',
  'foreign-code': 'runs foreign code in place of the Safe',
  other: 'does something else than pay',
}

type Changes = Readonly<Record<'settings' | 'control' | 'grants', ReadonlySet<string>>>

/** Every call of a tree with its role, parents first. */
export function rolesOf(facts: Facts): readonly { readonly node: CallNode; readonly role: Role }[] {
  const changes: Changes = {
    settings: new Set(settingsCalls(facts).map(({ path }) => path)),
    control: new Set(controlChanges(facts).map(({ path }) => path)),
    // Taking a right back gives none.
    grants: new Set(
      grantsOf(facts).flatMap(({ path, kind, units }) => (kind === 'limit' || units === 0n ? [] : [path])),
    ),
  }
  return allCalls(facts).map((call) => ({ node: call.node, role: roleOf(call, facts, changes) }))
}

const APPROVAL = /^((approve|increaseAllowance|setApprovalForAll|permit)\(|PERMIT2_PERMIT)/
/** Spending limits of the AllowanceModule are settings of the Safe, though another contract keeps them. */
const LIMIT = /^(addDelegate|removeDelegate|setAllowance|resetAllowance|deleteAllowance)\(/

function roleOf(call: PlacedCall, facts: Facts, { settings, control, grants }: Changes): Role {
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
  if (control.has(node.path)) return 'control'
  if (grants.has(node.path) || (node.provenance === 'too-deep' && node.candidates.some((it) => APPROVAL.test(it))))
    return 'approval'
  // A call that runs from another contract than the Safe pays nothing of the Safe's.
  if (!isSameAddress(actor, address) || isRejection({ ...facts, call: node })) return 'other'
  const isPlainPayment = node.data === '0x' && node.value > 0n
  const isTokenPayment = node.signature === 'transfer(address,uint256)' && node.provenance === 'standard'
  if (isPlainPayment || isTokenPayment) return 'payment'
  if (node.targetName.startsWith('AllowanceModule') && LIMIT.test(node.signature)) return 'settings'
  return isSelfCall(node, address) && node.signature !== '' ? 'settings' : 'other'
}
