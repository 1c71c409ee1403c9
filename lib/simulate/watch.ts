import type { Address, Hash, Hex } from 'viem'
import { encodeFunctionData, getAddress, parseAbi, size, slice } from 'viem/utils'
import type { SlotCandidates } from '@/lib/simulate/safe-slots'
import { namedItems } from '@/lib/simulate/items'
import { framesOf, type TraceFrame } from '@/lib/simulate/frames'

const READS = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function allowance(address,address) view returns (uint256)',
  'function isApprovedForAll(address,address) view returns (bool)',
  'function ownerOf(uint256) view returns (address)',
])
const MULTI_READS = parseAbi(['function balanceOf(address,uint256) view returns (uint256)'])

const TRANSFER_FROM: Hex = '0x23b872dd'
/** transfer and transferFrom: how many of their leading arguments are accounts. */
const TRANSFERS: ReadonlyMap<Hex, number> = new Map([
  ['0xa9059cbb', 1],
  [TRANSFER_FROM, 2],
])
const SET_APPROVAL_FOR_ALL: Hex = '0xa22cb465'
/** Transfer, Approval and ApprovalForAll of ERC-20, 721 and 1155: their topics name accounts, however small. */
const ACCOUNT_EVENTS: readonly Hex[] = [
  '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925',
  '0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31',
]
const APPROVAL_FOR_ALL = ACCOUNT_EVENTS[2]

/**
 * One value to read before and after: a token balance, what the Safe allows someone, an operator of its tokens, who owns
 * an item of a collection (ERC-721), or how many of an item somebody holds (ERC-1155).
 */
export type TokenRead = {
  readonly kind: 'balance' | 'allowance' | 'operator' | 'owner' | 'held'
  readonly token: Address
  /** The account whose balance it is, the spender or the operator; of an owner's read the Safe. */
  readonly account: Address
  /** Of an item alone. */
  readonly id?: bigint
  readonly data: Hex
}

/** More than this many values are not read: such a batch is not simulated rather than half measured. */
export const MAX_READS = 1500

/**
 * What to measure around a call. Logs and calldata only say where to look; what changed is read from the tokens
 * themselves, since a token may log what does not happen and move what it does not log.
 * @param traces of every environment, so that a move hidden in one of them is measured in all
 */
export function tokenReads(traces: readonly TraceFrame[], safe: Address, registered: readonly Address[]): TokenRead[] {
  const accounts = new Map<Address, Set<Address>>()
  const spenders = new Map<Address, Set<Address>>()
  const operators = new Map<Address, Set<Address>>()
  for (const token of registered) add(accounts, token, [safe])
  for (const trace of traces)
    for (const frame of framesOf(trace)) {
      // Code run by delegatecall answers for its caller's storage, and the caller has a frame of its own.
      const isOwnStorage = frame.kind !== 'DELEGATECALL' && frame.kind !== 'CALLCODE'
      if (isOwnStorage && size(frame.input) >= 4 && frame.to !== safe) collectCall(frame)
      for (const log of frame.logs) {
        const isAboutAccounts = ACCOUNT_EVENTS.includes(log.topics[0] ?? '0x')
        const named = log.topics.slice(1).flatMap((topic) => addressOf(topic, isAboutAccounts))
        add(accounts, log.address, [safe, ...named])
        if (isAboutAccounts) add(spenders, log.address, named)
        if (log.topics[0] === APPROVAL_FOR_ALL) add(operators, log.address, named)
      }
    }

  function collectCall(frame: TraceFrame): void {
    const selector = slice(frame.input, 0, 4)
    const leading = TRANSFERS.get(selector)
    const words = wordsOf(frame.input)
    const named = words.flatMap((word, place) => addressOf(word, place < (leading ?? 0)))
    add(accounts, frame.to, [safe, frame.from, ...named])
    if (leading === undefined) add(spenders, frame.to, named)
    // Whoever takes from the Safe uses up what it allowed them.
    if (selector === TRANSFER_FROM && named.includes(safe)) add(spenders, frame.to, [frame.from])
    if (selector === SET_APPROVAL_FOR_ALL) add(operators, frame.to, named)
  }

  const readsOf = (found: ReadonlyMap<Address, ReadonlySet<Address>>, kind: TokenRead['kind']): TokenRead[] =>
    [...found].flatMap(([token, named]) =>
      [...named]
        .filter((account) => kind === 'balance' || account !== safe)
        .map((account) => ({ kind, token, account, data: encodeRead(kind, safe, account) })),
    )
  const tokens = [...readsOf(accounts, 'balance'), ...readsOf(spenders, 'allowance'), ...readsOf(operators, 'operator')]
  return [...tokens, ...itemReads(traces, safe)]
}

// What is one of a kind has no balance that would tell which of them moves: each that a log names is asked for.
function itemReads(traces: readonly TraceFrame[], safe: Address): TokenRead[] {
  const reads = new Map<string, TokenRead>()
  const put = (read: TokenRead) => reads.set(`${read.kind} ${read.token} ${read.id} ${read.account}`, read)
  for (const trace of traces)
    for (const { logs } of framesOf(trace))
      for (const log of logs)
        for (const { kind, token, id, accounts } of namedItems(log)) {
          if (kind === 'owner') {
            const data = encodeFunctionData({ abi: READS, functionName: 'ownerOf', args: [id] })
            put({ kind, token, account: safe, data, id })
          } else
            for (const account of new Set([safe, ...accounts])) {
              const data = encodeFunctionData({ abi: MULTI_READS, args: [account, id] })
              put({ kind, token, account, data, id })
            }
        }
  return [...reads.values()]
}

/** Addresses and words around the call that may be keys of the Safe's mappings. */
export function slotCandidates(traces: readonly TraceFrame[], owners: readonly Address[]): SlotCandidates {
  const addresses = new Set<Address>()
  const words = new Set<Hash>()
  for (const trace of traces)
    for (const { from, to, input } of framesOf(trace)) {
      addresses.add(from).add(to)
      if (size(input) > 10_000) continue // a whole batch; its entries have frames of their own
      for (const word of wordsOf(input)) {
        words.add(word)
        for (const address of addressOf(word, false)) addresses.add(address)
      }
    }
  return { owners, addresses: [...addresses].slice(0, 500), words: [...words].slice(0, 200) }
}

function encodeRead(kind: TokenRead['kind'], safe: Address, account: Address): Hex {
  if (kind === 'balance') return encodeFunctionData({ abi: READS, functionName: 'balanceOf', args: [account] })
  const functionName = kind === 'allowance' ? 'allowance' : 'isApprovedForAll'
  return encodeFunctionData({ abi: READS, functionName, args: [safe, account] })
}

function wordsOf(input: Hex): Hash[] {
  const body = input.slice(10)
  const words: Hash[] = []
  for (let at = 0; at + 64 <= body.length; at += 64) words.push(`0x${body.slice(at, at + 64)}`)
  return words
}

/** Below 2^64 a word is an amount, not an account, unless its place says otherwise: nobody finds such an address. */
function addressOf(word: Hex, isAccount: boolean): Address[] {
  if (!/^0x0{24}[0-9a-f]{40}$/.test(word)) return []
  if (!isAccount && /^0x0{48}/.test(word)) return []
  return [getAddress(slice(word, 12))]
}

function add(to: Map<Address, Set<Address>>, key: Address, values: readonly Address[]): void {
  const known = to.get(key) ?? new Set<Address>()
  for (const value of values) known.add(value)
  to.set(key, known)
}
