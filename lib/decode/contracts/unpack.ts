import type { Hex } from 'viem'
import type { NestedCall, NestedCalls, Unpack } from '@/lib/decode/contracts/types'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { DecodedArgument } from '@/lib/decode/types'

type Arguments = readonly DecodedArgument[]

/** The text of a plain argument, '' where it is missing. */
export function textOf(args: Arguments, at: number): string {
  const value = args[at]?.value
  return typeof value === 'string' ? value : ''
}

/** The parts of a tuple or array, empty where it is missing. */
export function partsOf(args: Arguments, at: number): Arguments {
  const value = args[at]?.value
  return typeof value === 'object' ? value : []
}

export const bytesOf = (args: Arguments, at: number): Hex => asBytes(textOf(args, at))
const asBytes = (text: string): Hex => (text.startsWith('0x') ? (text as Hex) : '0x')

/** A plain call. Arguments are named by their place; no value means none is sent. */
function callOf(args: Arguments, to: number, value: number | null, data: number): NestedCall {
  return {
    operation: 0,
    to: textOf(args, to) || ZERO_ADDRESS,
    value: value === null ? 0n : BigInt(textOf(args, value) || 0),
    data: bytesOf(args, data),
  }
}

/** One call, its address, value and bytes (and operation) at these places. */
export const one =
  (to: number, value: number | null, data: number, operation?: number): Unpack =>
  (args) => ({
    calls: [
      {
        ...callOf(args, to, value, data),
        operation: operation === undefined ? 0 : Number(textOf(args, operation) || 0),
      },
    ],
  })

/** One call for each tuple of the array at `rows`; the other places are inside the tuple. */
export const each =
  (rows: number, to: number, value: number | null, data: number): Unpack =>
  (args) => ({ calls: partsOf(args, rows).map((row) => callOf([...partsOf([row], 0)], to, value, data)) })

/** One call for each index of three parallel arrays. Contracts refuse arrays of unequal length. */
export const zip =
  (to: number, value: number | null, data: number): Unpack =>
  (args) => {
    const [targets, datas] = [partsOf(args, to), partsOf(args, data)]
    const values = value === null ? [] : partsOf(args, value)
    const calls = targets.map((target, at) => ({
      operation: 0,
      to: textOf([target], 0),
      value: BigInt(textOf(values, at) || 0),
      data: bytesOf(datas, at),
    }))
    const isUneven = targets.length !== datas.length || (value !== null && values.length !== targets.length)
    return isUneven ? { calls, anomaly: 'noncanonical' } : { calls }
  }

/** Calls of the contract to itself in the name of whoever called it: `multicall(bytes[])`. */
export const ownCalls =
  (at: number): Unpack =>
  (args, { self, caller }) => ({
    calls: partsOf(args, at).map((part) => ({
      operation: 0,
      to: self,
      value: 0n,
      data: bytesOf([part], 0),
      actor: caller,
    })),
  })

/** A call to the address at `to` with the bytes at `data`, which contracts leave out when there are none. */
export const initializer =
  (to: number, data: number): Unpack =>
  (args) => ({ calls: bytesOf(args, data) === '0x' ? [] : [callOf(args, to, null, data)] })

/** The same call, on another chain. */
export const onOtherChain =
  (chain: string, unpack: Unpack): Unpack =>
  (args, inside) => {
    const found: NestedCalls = unpack(args, inside)
    return { ...found, calls: found.calls.map((call) => ({ ...call, elsewhere: chain })) }
  }
