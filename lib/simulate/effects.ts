import type { Address, Hash, Hex } from 'viem'
import { size } from 'viem/utils'
import { contentDigest } from '@/lib/core/digest'
import type { Head } from '@/lib/simulate/environments'
import { itemChanges } from '@/lib/simulate/items'
import { labelSlots, type SlotCandidates } from '@/lib/simulate/safe-slots'
import type { TraceFrame } from '@/lib/simulate/frames'
import { loggedMoves } from '@/lib/simulate/logged-moves'
import { toFrame } from '@/lib/simulate/to-frame'
import { validatedEnvironment, type ValidatedRun } from '@/lib/simulate/validated'
import type {
  AllowanceSpent,
  ApprovalGranted,
  BalanceChange,
  CodeChange,
  Effects,
  Environment,
  InTurn,
  ItemChange,
  SimulationStatus,
  SlotChange,
  TouchedContract,
} from '@/lib/simulate/types'
import type { TokenRead } from '@/lib/simulate/watch'

/** Values read around the call; null where the contract did not answer with one word. */
export type Reading = { readonly read: TokenRead; readonly before: bigint | null; readonly after: bigint | null }

/** What was measured in one environment. */
export type Measured = {
  readonly name: string
  readonly status: SimulationStatus
  readonly native: readonly BalanceChange[]
  readonly readings: readonly Reading[]
  readonly safeStorage: readonly { readonly slot: Hash; readonly before: Hex; readonly after: Hex }[]
  /** Absent where it cannot tell. */
  readonly code?: readonly CodeChange[]
  readonly sender?: Address
  readonly refused?: NonNullable<Environment['refused']>
}

export type RawEffects = {
  readonly head: Head
  readonly safe: Address
  readonly root: TraceFrame
  readonly revertReason: string | null
  /** The first one is shown; the others are compared with it. */
  readonly measured: readonly [Measured, ...Measured[]]
  readonly candidates: SlotCandidates
  readonly touched: readonly TouchedContract[]
  readonly inTurn: InTurn | null
  /** Absent where no node ran it so. */
  readonly validated?: ValidatedRun | null
}

/** Puts what was measured together as the effects of one transaction (SPEC §4, Simulate). */
export function composeEffects(raw: RawEffects): Effects {
  const { head, safe, root, measured, candidates } = raw
  const [shown] = measured
  return {
    kind: 'simulated',
    block: { number: head.number, hash: head.hash, timestamp: head.timestamp },
    status: shown.status,
    revertReason: raw.revertReason,
    gasUsed: root.gasUsed,
    environments: environmentsOf(raw),
    root: toFrame(root),
    balances: balancesOf(shown),
    approvals: approvalsOf(shown, safe),
    safeStorage: labelled(shown.safeStorage, candidates),
    touched: raw.touched,
    logged: loggedMoves(root),
    ...(shown.code && { code: shown.code }),
    ...itemsOf(shown),
    ...spentOf(shown),
    ...(raw.inTurn && { inTurn: raw.inTurn }),
  }
}

// What differs is kept, so that it can be named and not only told.
function environmentsOf({ measured, safe, candidates, root, validated }: RawEffects): Environment[] {
  const [shown] = measured
  const digest = effectsDigest(shown, safe)
  const compared = measured.map((one): Environment => {
    // Silence about code is no other code.
    const told = one.code === undefined && shown.code !== undefined ? { ...one, code: shown.code } : one
    const own = {
      ...{ name: one.name, status: one.status, digest: effectsDigest(told, safe) },
      ...(one.sender && { sender: one.sender }),
      ...(one.refused && { refused: one.refused }),
    }
    // Where nothing ran there is nothing instead.
    if (own.digest === digest || one.refused) return own
    const safeStorage = labelled(one.safeStorage, candidates)
    const instead = { balances: balancesOf(one), approvals: approvalsOf(one, safe), safeStorage, ...itemsOf(one) }
    return { ...own, instead: { ...instead, ...(one.code && { code: one.code }) } }
  })
  if (!validated) return compared
  return [...compared, validatedEnvironment(validated, { root, status: shown.status, digest })]
}

/**
 * A registered token that does not tell a balance before, or what the Safe allows after, in some environment; null when
 * all tell. For others no answer means that they are no tokens; for a registered one it would hide what it moves.
 * A balance that is gone only afterwards is a change and is shown as one.
 */
export function unansweredToken(measured: readonly Measured[], registered: readonly Address[]): Address | null {
  const isSilent = ({ read, before, after }: Reading): boolean =>
    registered.includes(read.token) &&
    ((read.kind === 'balance' && before === null) || (read.kind === 'allowance' && after === null))
  return measured.flatMap(({ readings }) => readings).find(isSilent)?.read.token ?? null
}

/** `success`, the Safe's own failure (it returned false and went on), or a revert of the whole call. */
export function statusOf(isReverted: boolean, output: Hex): SimulationStatus {
  if (isReverted) return 'reverted'
  return size(output) === 32 && BigInt(output) === 1n ? 'success' : 'inner-failure'
}

/**
 * SHA-256 of what the call changes: status, change per account and asset, approvals, storage of the Safe, code. Balances
 * around it, gas and texts are left out, so that two environments are equal exactly when the transaction does the same in
 * both.
 */
export function effectsDigest(measured: Measured, safe: Address): Hash {
  const { code = [] } = measured
  const { items = [] } = itemsOf(measured)
  return contentDigest({
    status: measured.status,
    changes: balancesOf(measured)
      .map(({ account, asset, before, after }) => [account, asset, (after - before).toString()])
      .sort(byText),
    approvals: approvalsOf(measured, safe)
      .map(({ token, spender, units }) => [token, spender, units === null ? 'all' : units.toString()])
      .sort(byText),
    safeStorage: measured.safeStorage.map(({ slot, before, after }) => [slot, before, after]).sort(byText),
    // Only where there are some, so that a digest from before they were compared stays what it is.
    ...(code.length > 0 && {
      code: code.map(({ address, before, after }) => [address, before ?? 'none', after ?? 'none']).sort(byText),
    }),
    ...(items.length > 0 && {
      items: items
        .map(({ token, id, account, before, after }) => [token, id.toString(), account, (after - before).toString()])
        .sort(byText),
    }),
  })
}

/** Balances that change, native ones first. */
export function balancesOf({ native, readings }: Measured): BalanceChange[] {
  const tokens = readings.flatMap(({ read, before, after }) => {
    // No answer before and after is no token; no answer on one side is a token that comes to be or takes it all.
    if (read.kind !== 'balance' || (before === null && after === null)) return []
    const [was, is] = [before ?? 0n, after ?? 0n]
    return was === is ? [] : [{ account: read.account, asset: read.token, before: was, after: is }]
  })
  return [...native, ...tokens]
}

// What shrinks gives nobody anything, so it is shown and enters no digest.
function spentOf({ readings }: Measured): { readonly spent?: readonly AllowanceSpent[] } {
  const spent = readings.flatMap(({ read, before, after }): AllowanceSpent[] => {
    if (read.kind !== 'allowance' || before === null || after === null || after >= before) return []
    return [{ token: read.token, spender: read.account, before, after }]
  })
  return spent.length === 0 ? {} : { spent }
}

/** Items of collections that change hands; nothing where none does. */
function itemsOf({ readings }: Measured): { readonly items?: readonly ItemChange[] } {
  const items = itemChanges(readings)
  return items.length === 0 ? {} : { items }
}

/** What the Safe allows afterwards and did not before, or less of. */
export function approvalsOf({ readings }: Measured, safe: Address): ApprovalGranted[] {
  return readings.flatMap(({ read, before, after }) => {
    if (read.kind !== 'allowance' && read.kind !== 'operator') return []
    if (after === null || after <= (before ?? 0n)) return []
    const units = read.kind === 'operator' ? null : after
    return [{ token: read.token, owner: safe, spender: read.account, units }]
  })
}

function labelled(changes: Measured['safeStorage'], candidates: SlotCandidates): SlotChange[] {
  const slots = changes.map(({ slot }) => slot)
  const labels = labelSlots(slots, candidates)
  return changes.map((change) => ({ ...change, label: labels.get(change.slot) ?? 'unknown' }))
}

const byText = (a: readonly string[], b: readonly string[]) => (a.join(' ') < b.join(' ') ? -1 : 1)
