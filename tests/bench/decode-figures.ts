import type { Hex } from 'viem'
import { concat, encodeAbiParameters, encodePacked, numberToHex, pad } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import { fuzzDecoder } from '@/tests/bench/decode-fuzz'
import { SEED_CONTEXT } from '@/tests/bench/decode-seeds'
import type { Figure } from './figure'

const CALL_ONLY = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const ROUNDS = 60

/**
 * How long a large batch takes to decode, how that grows with its size, and whether changed bytes break the decoder.
 * @param inputs how many changed inputs to try
 * @throws at the first input that breaks it
 */
export function measureDecoder(inputs: number): readonly Figure[] {
  const [few, many] = [batchOf(500), batchOf(5_000)]
  // In turn, so that what the machine does meanwhile meets both.
  const rounds = Array.from({ length: ROUNDS }, () => [timeOf(few), timeOf(many)] as const)
  const small = Math.min(...rounds.map(([took]) => took))
  const large = Math.min(...rounds.map(([, took]) => took))
  const { slowestMs } = fuzzDecoder(inputs)
  const figure = (name: string, value: number, unit: string, limit: number): Figure => ({
    ...{ name, value: Number(value.toFixed(1)), unit, limit },
  })
  return [
    figure('decode, a batch of 500 transfers', small, 'ms', 100),
    figure('decode, ten times the transfers take', large / small, 'times as long', 11),
    figure(`decode, slowest of ${inputs} changed inputs`, slowestMs, 'ms', 2_000),
  ]
}

/** Transfers to as many different recipients. */
function batchOf(legs: number): Hex {
  const entries = Array.from({ length: legs }, (_, at) => {
    const to = pad(numberToHex(0x100_0000 + at * 7919), { size: 32 })
    const transfer = concat(['0xa9059cbb', to, pad(numberToHex(at), { size: 32 })])
    return encodePacked(['uint8', 'address', 'uint256', 'uint256', 'bytes'], [0, USDC, 0n, 68n, transfer])
  })
  return concat(['0x8d80ff0a', encodeAbiParameters([{ type: 'bytes' }], [concat(entries)])])
}

/** Milliseconds of one run; the fastest of several counts, since what else runs is no property of the code. */
function timeOf(data: Hex): number {
  const started = performance.now()
  const root = decode(
    {
      tx: {
        ...{ to: CALL_ONLY, data, operation: 1, value: 0n, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, nonce: 0n },
        ...{ gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS },
      },
    },
    SEED_CONTEXT,
  )
  if (root.children.length === 0) throw new Error('the batch was not opened')
  return performance.now() - started
}
