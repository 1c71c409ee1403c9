import type { Address, Hex } from 'viem'
import { checksummed } from '@/lib/decode/checksummed'

/** A length beyond the end makes the contract send zeros. Beyond these the tree only says that the batch is malformed. */
export const MAX_ZEROS = 65_536

export type PackedCall = {
  readonly operation: number
  readonly to: Address
  readonly value: bigint
  readonly data: Hex
}

export type PackedCalls = {
  readonly calls: readonly PackedCall[]
  readonly isMalformed: boolean
  /** There are more entries than asked for: the rest is not in `calls`. */
  readonly isTooMany?: true
}

/** operation(1) to(20) value(32) length(32), then the data. */
const HEAD_BYTES = 85
/** The contract's loop compares its cursor with the length one word too late, so a tail this short never runs. */
const UNREAD_TAIL_BYTES = 32

/**
 * The entries of `multiSend(bytes)`, read as the contract reads them: past the end memory is zero, so a cut last entry
 * still runs, and a length beyond the end sends zeros. Well formed means operation 0 or 1, exact lengths and a cursor that ends at the end (MultiSend.sol).
 * @param packed hex text with 0x
 * @param limit stop after that many entries
 */
export function parsePackedCalls(packed: string, limit = Infinity): PackedCalls {
  const bytes = packed.slice(2).toLowerCase()
  const total = bytes.length / 2
  const slice = (start: number, length: number) =>
    bytes.slice(start * 2, Math.min(start + length, total) * 2).padEnd(length * 2, '0')
  const calls: PackedCall[] = []
  let isMalformed = false
  let at = 0
  while (total - at > UNREAD_TAIL_BYTES) {
    if (calls.length >= limit) return { calls, isMalformed, isTooMany: true }
    const operation = parseInt(slice(at, 1), 16)
    const length = BigInt(`0x${slice(at + 53, 32)}`)
    const rest = Math.max(0, total - at - HEAD_BYTES)
    const isPlausible = length <= BigInt(rest + MAX_ZEROS)
    const readable = isPlausible ? Number(length) : rest
    if (operation > 1 || total - at < HEAD_BYTES || length > BigInt(rest)) isMalformed = true
    calls.push({
      operation,
      to: checksummed(`0x${slice(at + 1, 20)}`),
      value: BigInt(`0x${slice(at + 21, 32)}`),
      data: `0x${slice(at + HEAD_BYTES, readable)}`,
    })
    at += HEAD_BYTES + readable
  }
  return { calls, isMalformed: isMalformed || at < total }
}
