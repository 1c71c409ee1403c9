import type { AbiParameter, Hex } from 'viem'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { knownFunction } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'
import type { Inside, NestedCalls, Unpack } from '@/lib/decode/contracts/types'
import { bytesOf, each, one, textOf, zip } from '@/lib/decode/contracts/unpack'
import { readArguments } from '@/lib/decode/read-arguments'

const CALL = 'address to, uint256 value, bytes data'
const batch = lazy(`f((${CALL})[] calls)`)
const batchAndMore = lazy(`f((${CALL})[] calls, bytes opData)`)
const batches = lazy('f(bytes[] batches)')
/** Parameters that are parsed when they are first needed. */
function lazy(signature: string): () => readonly AbiParameter[] {
  let parsed: readonly AbiParameter[] | null = null
  return () => (parsed ??= knownFunction(signature).entry.inputs)
}

const DELEGATE = 'ff'
const MALFORMED: NestedCalls = { calls: [], anomaly: 'noncanonical' }

/**
 * The first byte of the mode is the kind of call (ERC-7579); the four bytes at 6 select ERC-7821, where the bytes may
 * hold data for the account beside the calls, or several batches.
 */
const byMode: Unpack = (args, inside) => unpackMode(textOf(args, 0), bytesOf(args, 1), inside)

function unpackMode(mode: string, body: Hex, inside: Inside): NestedCalls {
  const kind = mode.slice(2, 4)
  if (kind === '01') return unpackBatch(mode.slice(14, 22), body, inside)
  const head = kind === DELEGATE ? 42 : 106
  if (body.length < head) return MALFORMED
  const value = kind === DELEGATE ? 0n : BigInt(`0x${body.slice(42, 106)}`)
  const call = { to: body.slice(0, 42), value, data: `0x${body.slice(head)}` as const }
  return { calls: [{ operation: kind === DELEGATE ? 1 : 0, ...call }] }
}

function unpackBatch(variant: string, body: Hex, inside: Inside): NestedCalls {
  if (variant === '78210002') {
    const read = readArguments(batches(), body)
    const found = (typeof read.arguments[0]?.value === 'object' ? read.arguments[0].value : []).map((_, at, all) =>
      unpackBatch('', bytesOf(all, at), inside),
    )
    const anomaly = read.anomalies[0] ?? found.find((it) => it.anomaly !== undefined)?.anomaly
    const calls = found.flatMap((it) => it.calls)
    return { calls, ...(read.isTooMuch && { isTooMany: true as const }), ...(anomaly && { anomaly }) }
  }
  // Data for the account follows the calls when the offset of the calls leaves room for a second one.
  const hasMore = /^0x0{62}40/.test(body)
  const { arguments: args, anomalies, isTooMuch } = readArguments(hasMore ? batchAndMore() : batch(), body)
  const calls = each(
    0,
    0,
    1,
    2,
  )(args, inside).calls.map((call) =>
    // ERC-7821: 0x0 is the account itself.
    isSameAddress(call.to, ZERO_ADDRESS) ? { ...call, target: inside.self } : call,
  )
  const [anomaly] = anomalies
  return { calls, ...(isTooMuch && { isTooMany: true as const }), ...(anomaly && { anomaly }) }
}

/** Accounts of ERC-4337, ERC-7579 and ERC-7821, and modules that act for a Safe. */
export const smartAccount = pinned('smart-account', [], {
  'execute(bytes32 mode, bytes executionCalldata) payable': byMode,
  'executeFromExecutor(bytes32 mode, bytes executionCalldata) payable': byMode,
  [`execute(${CALL}) payable`]: one(0, 1, 2),
  [`executeBatch((${CALL})[] calls) payable`]: each(0, 0, 1, 2),
  'executeBatch(address[] dest, bytes[] func)': zip(0, null, 1),
  'executeBatch(address[] dest, uint256[] value, bytes[] func)': zip(0, 1, 2),
  [`executeUserOp(${CALL}, uint8 operation)`]: one(0, 1, 2, 3),
  [`execTransactionWithRole(${CALL}, uint8 operation, bytes32 roleKey, bool shouldRevert)`]: one(0, 1, 2, 3),
})
