import { isSameAddress } from '@/lib/core/address'
import type { Proven } from '@/lib/simulate/proof/prove-effects'
import { toldTwice } from '@/lib/simulate/told-twice'
import type { CodeChange, Effects, Frame, ItemChange, LoggedMove } from '@/lib/simulate/types'

/**
 * What the server says of the effects and an own run does not, one sentence each; empty when they are the same, item by
 * item. Gas is left out, and so is whether a call was static: neither changes anything.
 */
export function compareEffects(own: Proven, told: Extract<Effects, { kind: 'simulated' }>): readonly string[] {
  return [
    own.block.hash.toLowerCase() !== told.block.hash.toLowerCase() && 'This browser ran it at another block.',
    own.block.number !== told.block.number &&
      `The server calls it block ${told.block.number}. It is ${own.block.number}.`,
    // How fresh a block is goes by its time: an old one with a new time is no news of the chain.
    own.block.timestamp !== told.block.timestamp &&
      `The server says that the block is of ${told.block.timestamp}. It is of ${own.block.timestamp}.`,
    own.status !== told.status && `The server says that it ends as ${told.status}. Run here, it ends as ${own.status}.`,
    own.revertReason !== told.revertReason && 'The server gives another reason for its failure than the run here.',
    ...toldTwice(told.balances),
    ...differences('change of a balance', own.balances.map(balanceText), told.balances.map(balanceText)),
    ...differences('allowance', own.approvals.map(approvalText), told.approvals.map(approvalText)),
    ...differences('change of the Safe’s storage', own.safeStorage.map(slotText), told.safeStorage.map(slotText)),
    ...differences('item of a collection', own.items?.map(itemText) ?? [], told.items?.map(itemText) ?? []),
    ...differences('contract', own.touched.map(touchedText), told.touched.map(touchedText)),
    ...differences('change of code', own.code?.map(codeText) ?? [], told.code?.map(codeText) ?? []),
    ...differences('movement in the logs', own.logged?.map(loggedText) ?? [], told.logged?.map(loggedText) ?? []),
    !isSameFrame(own.root, told.root) && 'The calls that run here are not the calls that the server shows.',
  ].filter((sentence) => sentence !== false)
}

type Items<Key extends 'balances' | 'approvals' | 'safeStorage' | 'touched'> = Proven[Key][number]

const balanceText = ({ account, asset, before, after }: Items<'balances'>): string =>
  `${account} ${asset === 'native' ? 'in the chain’s coin' : `in ${asset}`} from ${before} to ${after}`
const approvalText = ({ token, owner, spender, units }: Items<'approvals'>): string =>
  `${spender} may take ${units === null ? 'everything' : units} of ${token} from ${owner}`
const itemText = ({ token, id, account, before, after }: ItemChange): string =>
  `${id} of ${token}, of which ${account} has ${after} and had ${before}`
const slotText = ({ slot, label, before, after }: Items<'safeStorage'>): string =>
  `${label} (slot ${slot}) from ${before} to ${after}`
const touchedText = ({ address, codeHash, implementation }: Items<'touched'>): string =>
  `${address} with the code ${codeHash}${implementation === null ? '' : `, run by ${implementation}`}`

const codeText = ({ address, before, after }: CodeChange): string =>
  `${address} from ${before ?? 'no code'} to ${after ?? 'no code'}`
const loggedText = ({ event, token, from, to, units }: LoggedMove): string =>
  `${event} of ${units} of ${token} from ${from} to ${to}`

function differences(what: string, own: readonly string[], told: readonly string[]): readonly string[] {
  return [
    ...without(own, told).map((text) => `The server does not show this ${what}: ${text}.`),
    ...without(told, own).map((text) => `The server shows this ${what}, and it does not happen here: ${text}.`),
  ]
}

// What is told twice happens twice, or does not: each counts against one of the other side alone.
function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(other.toLowerCase(), (left.get(other.toLowerCase()) ?? 0) + 1)
  return some.filter((text) => {
    const count = left.get(text.toLowerCase()) ?? 0
    left.set(text.toLowerCase(), count - 1)
    return count < 1
  })
}

/** Tracers list it among the calls. It runs no code, and what it moves or removes is compared as balances and code. */
const SELF_DESTRUCT = 'SELFDESTRUCT'

function isSameFrame(one: Frame, other: Frame): boolean {
  const inner = other.calls.filter(({ kind, to }) => kind !== SELF_DESTRUCT && !isPrecompiled(to))
  return (
    kindOf(one) === kindOf(other) &&
    isSameAddress(one.from, other.from) &&
    isSameAddress(one.to, other.to) &&
    (one.kind === 'DELEGATECALL' || one.value === other.value) &&
    one.input.toLowerCase() === other.input.toLowerCase() &&
    (one.error === null) === (other.error === null) &&
    one.calls.length === inner.length &&
    one.calls.every((call, place) => {
      const twin = inner[place]
      return twin !== undefined && isSameFrame(call, twin)
    })
  )
}

const kindOf = ({ kind }: Frame): string => (kind === 'STATICCALL' ? 'CALL' : kind)
const isPrecompiled = (address: string): boolean => BigInt(address) > 0n && BigInt(address) < 0x200n
