import type { Address, Hex } from 'viem'
import { allCalls, isAddressText, readingsOf } from '@/lib/assess/calls'
import { flaggableAddresses } from '@/lib/assess/rules/flagged'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { DecodedArgument } from '@/lib/decode/types'
import type { ApprovalGranted, BalanceChange, CodeChange, Effects, Frame, ItemChange } from '@/lib/simulate/types'
import type { Intent } from '@/lib/stage/types'

export type TouchedAddress = {
  /** Lower case. */
  readonly address: string
  /** The intent names it: paid or called, the asset, or an owner that changes. */
  readonly isStated: boolean
}

/** So many addresses of one review are kept; a batch of 400 payments has some 900. */
export const MAX_TOUCHED = 2_000

/**
 * Every address that has a part in a transaction, once: what the intent names, whatever lists are asked about (paid,
 * allowed, put in control, called), every other address among decoded arguments, also by a name that nothing vouches for,
 * and what the simulation moved, allowed, changed or called. In that order, so that what goes beyond MAX_TOUCHED merely
 * ran. The Safe itself is left out, and so is what nobody holds.
 */
export function touchedAddresses(facts: Facts): readonly TouchedAddress[] {
  const { tx, safe } = facts.staged
  const stated = new Set(lowered(statedIn(facts.intent)))
  const parts = [
    ...flaggableAddresses(facts),
    ...[tx.to, tx.gasToken, tx.refundReceiver],
    ...allCalls(facts).flatMap(({ node }) => [
      ...[node.to, node.target],
      ...[...readingsOf(node), ...node.names].flatMap((reading) => addressesIn(reading.arguments ?? [])),
    ]),
    ...(facts.delegations ?? []).map(({ delegate }) => delegate),
    ...inEffects(facts.effects),
  ]
  return [...new Set([...stated, ...lowered(parts)])]
    .filter((address) => !NOBODY.test(address) && !isSameAddress(address, safe.address))
    .slice(0, MAX_TOUCHED)
    .map((address) => ({ address, isStated: stated.has(address) }))
}

/** The zero address, what routers and lists mean by a small number, and what every chain has built in. */
const NOBODY = /^0x0{36}/

const lowered = (addresses: readonly string[]): readonly string[] => addresses.map((address) => address.toLowerCase())

function statedIn(intent: Intent | null): readonly string[] {
  if (intent === null) return []
  const { legs, call, change } = intent
  const assets = [...legs, ...(call?.gives ?? [])].flatMap(({ asset: { address } }) => notNative(address))
  const owners = Object.values(change ?? {}).filter((value) => typeof value === 'string' && isAddressText(value))
  return [...legs.map(({ recipient }) => recipient), ...(call ? [call.to] : []), ...owners.map(String), ...assets]
}

function addressesIn(args: readonly DecodedArgument[]): readonly Address[] {
  return args.flatMap(({ type, value }): readonly Address[] => {
    if (typeof value !== 'string') return addressesIn(value)
    return type === 'address' && isAddressText(value) ? [value] : []
  })
}

type Changes = {
  readonly balances: readonly BalanceChange[]
  readonly approvals: readonly ApprovalGranted[]
  readonly code?: readonly CodeChange[]
  readonly items?: readonly ItemChange[]
}

// Alone, in every other environment, and in its turn.
function inEffects(effects: Effects): readonly Address[] {
  if (effects.kind === 'unavailable') return []
  const { environments, inTurn, safeStorage } = effects
  const instead = environments.flatMap((environment) => environment.instead ?? [])
  const changes: readonly Changes[] = [effects, ...instead, ...(inTurn?.kind === 'simulated' ? [inTurn] : [])]
  const slots = [...safeStorage, ...instead.flatMap((changed) => changed.safeStorage)]
  const logged = [effects.logged ?? [], ...environments.map(({ loggedInstead }) => loggedInstead?.here ?? [])].flat()
  return [
    ...changes.flatMap(inChanges),
    ...slots.flatMap(({ label, before, after }) => [...keysOf(label), ...wordsOf(label, [before, after])]),
    ...(effects.spent ?? []).flatMap(({ token, spender }) => [spender, token]),
    ...logged.flatMap(({ token, from, to }) => [from, to, token]),
    ...effects.touched.flatMap(({ address, implementation }) => [address, ...(implementation ? [implementation] : [])]),
    ...calledIn(effects.root),
  ]
}

function inChanges({ balances, approvals, code = [], items = [] }: Changes): readonly Address[] {
  return [
    ...balances.flatMap(({ account, asset }) => [account, ...notNative(asset)]),
    ...approvals.flatMap(({ token, spender }) => [spender, token]),
    ...items.flatMap(({ token, account }) => [account, token]),
    ...code.map(({ address }) => address),
  ]
}

const notNative = (asset: Address | 'native'): readonly Address[] => (asset === 'native' ? [] : [asset])

/** "owners[0x…]" → who that entry is of. */
const keysOf = (label: string): readonly Address[] =>
  [...label.matchAll(/\[(0x[0-9a-fA-F]{40})\]/g)].flatMap(([, key]) => (isAddressText(key) ? [key] : []))

/** Settings of the Safe that hold an address, also where code that ran in its place wrote them. */
const wordsOf = (label: string, words: readonly Hex[]): readonly Address[] =>
  /^(singleton|guard|moduleGuard|fallbackHandler|modules\[|owners\[)/.test(label)
    ? words.map((word): Address => `0x${word.slice(-40)}`).filter(isAddressText)
    : []

// Whoever sends it is no part of what it does, so the first caller is left out.
const calledIn = ({ to, calls }: Frame): readonly Address[] => [to, ...calls.flatMap(calledIn)]
