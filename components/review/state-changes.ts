import type { Address, Hex } from 'viem'
import { getAddress, slice } from 'viem/utils'
import { SENTINEL_ADDRESS, ZERO_ADDRESS } from '@/lib/core/address'
import { UNKNOWN_SLOT } from '@/lib/simulate/safe-slots'
import type { Effects, SlotChange } from '@/lib/simulate/types'
import { grouped } from './effect-words'

/** One side of a change: words, an account, or bytes that nothing here reads. */
export type StateValue =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'bytes'; readonly bytes: Hex }

/** A changed slot of the Safe as it is shown. `slot` stands beside what has no name. */
export type StateChange = {
  readonly key: string
  readonly name: string
  readonly of: Hex | null
  readonly before: StateValue
  readonly after: StateValue
}

const COUNTS: Readonly<Record<string, string>> = {
  nonce: 'Nonce',
  threshold: 'Owners who must sign',
  ownerCount: 'Number of owners',
}
const ACCOUNTS: Readonly<Record<string, string>> = {
  singleton: 'Code that the Safe runs (singleton)',
  guard: 'Guard',
  moduleGuard: 'Module guard',
  fallbackHandler: 'Fallback handler',
}

/** Each slot of the Safe that changes, by name; the unknown ones first, then settings, the nonce last. */
export function stateChanges(effects: Effects): readonly StateChange[] {
  if (effects.kind === 'unavailable') return []
  const rank = ({ label }: SlotChange) => (label === UNKNOWN_SLOT ? 0 : label === 'nonce' ? 2 : 1)
  return [...effects.safeStorage].sort((a, b) => rank(a) - rank(b)).map(changeOf)
}

/**
 * What becomes of the Safe’s own storage, in one sentence. Calm only where nothing but the nonce changes, and that by one.
 */
export function stateSentence(effects: Effects): { readonly words: string; readonly isCalm: boolean } {
  if (effects.kind === 'unavailable')
    return { words: 'What changes in the Safe’s own storage is unknown.', isCalm: false }
  const [first, ...more] = effects.safeStorage
  if (first === undefined)
    return { words: 'Nothing changes in the Safe’s own storage, not even the nonce.', isCalm: true }
  if (more.length === 0 && first.label === 'nonce' && BigInt(first.after) === BigInt(first.before) + 1n)
    return {
      words: `Of the Safe’s own storage only the nonce changes, from ${numberOf(first.before)} to ${numberOf(first.after)}.`,
      isCalm: true,
    }
  const unknown = effects.safeStorage.filter(({ label }) => label === UNKNOWN_SLOT).length
  const count = effects.safeStorage.length
  const slots = count === 1 ? 'One slot' : `${count} slots`
  return {
    words: `${slots} of the Safe’s own storage ${count === 1 ? 'changes' : 'change'}${unknown === 0 ? '.' : `; what ${unknown} of them hold${unknown === 1 ? 's' : ''} is unknown.`}`,
    isCalm: false,
  }
}

/** One change in words, bytes as they are: "Owners who must sign from 3 to 1". */
export function slotWords(change: SlotChange): string {
  const { name, of, before, after } = changeOf(change)
  const words = (value: StateValue) =>
    value.kind === 'words' ? value.words : value.kind === 'address' ? value.address : value.bytes
  return `${name}${of === null ? '' : ` ${of}`} from ${words(before)} to ${words(after)}`
}

function changeOf({ slot, label, before, after }: SlotChange): StateChange {
  const change = (name: string, read: (word: Hex) => StateValue, of: Hex | null = null): StateChange => ({
    ...{ key: slot, name, of },
    before: read(before),
    after: read(after),
  })
  const count = COUNTS[label]
  if (count !== undefined) return change(count, (word) => ({ kind: 'words', words: numberOf(word) }))
  const account = ACCOUNTS[label]
  if (account !== undefined) return change(account, accountIn)
  const [, list, key] = /^(owners|modules)\[(0x[0-9a-fA-F]{40})\]$/.exec(label) ?? []
  if (list !== undefined && key !== undefined) {
    const [one, an] = list === 'owners' ? ['owner', 'an owner'] : ['module', 'an enabled module']
    return key === SENTINEL_ADDRESS
      ? change(`First ${one} in the list`, accountIn)
      : change(list === 'owners' ? 'Owner' : 'Module', (word) => memberIn(word, an), key as Address)
  }
  const [, approved] =
    /^(?:signedMessages|approvedHashes\[0x[0-9a-fA-F]{40}\])\[(0x[0-9a-fA-F]{64})\]$/.exec(label) ?? []
  if (approved !== undefined)
    return change(
      label.startsWith('signed') ? 'Message that the Safe signs' : 'Hash that an owner approves on chain',
      (word) => ({ kind: 'words', words: isZero(word) ? 'no' : 'yes' }),
      approved as Hex,
    )
  const bytes = (word: Hex): StateValue => ({ kind: 'bytes', bytes: word })
  return label === UNKNOWN_SLOT
    ? change('Unknown Safe storage, slot', bytes, slot)
    : change(`Safe storage “${label}”, slot`, bytes, slot)
}

function accountIn(word: Hex): StateValue {
  if (isZero(word)) return { kind: 'words', words: 'none' }
  // A slot that holds more than an address is not what its name says.
  if (!/^0x0{24}/.test(word)) return { kind: 'bytes', bytes: word }
  return { kind: 'address', address: addressIn(word) }
}

// The list is a ring: each entry holds who comes next, and zero is not in it.
function memberIn(word: Hex, an: string): StateValue {
  if (isZero(word)) return { kind: 'words', words: `not ${an}` }
  const next = addressIn(word)
  return { kind: 'words', words: next === SENTINEL_ADDRESS ? `${an}, last in the list` : `${an}, before ${next}` }
}

const addressIn = (word: Hex): Address => (isZero(word) ? ZERO_ADDRESS : getAddress(slice(word, 12, 32)))
const isZero = (word: Hex): boolean => BigInt(word) === 0n
const numberOf = (word: Hex): string => grouped(BigInt(word))
