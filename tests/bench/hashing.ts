import { hashTypedData } from 'viem/utils'
import { hashSafeTx, typedDataOf } from '@/lib/stage/hash'
import type { SafeRef, SafeTx } from '@/lib/stage/types'
import type { Figure } from './figure'

const SAFE: SafeRef = { chainId: 1, address: '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117', version: '1.4.1' }
const ROUNDS = 80
const BATCH = 25

/** Data of one token payment, and of a large batch; the part of the general implementation's time ours may take. */
const SIZES: readonly (readonly [bytes: number, limit: number])[] = [
  [68, 1 / 3],
  [7_700, 1 / 1.5],
]

/** Our own hash of a SafeTx beside viem's general `hashTypedData`, in this very process. */
export function measureHashing(): readonly Figure[] {
  return SIZES.map(([bytes, limit]) => {
    const tx = withData(bytes)
    const typed = typedDataOf({ safe: SAFE, tx }) as Parameters<typeof hashTypedData>[0]
    if (hashTypedData(typed) !== hashSafeTx(SAFE, tx).safeTx) throw new Error('the two hashes differ')
    const [own, general] = fastest([() => hashSafeTx(SAFE, tx), () => hashTypedData(typed)])
    return {
      name: `own hash of a SafeTx with ${bytes} bytes of data, part of the time of hashTypedData`,
      ...{ value: Number(((own ?? NaN) / (general ?? NaN)).toFixed(3)), unit: 'parts', limit },
    }
  })
}

// In turns, and the fastest batch of each: what else the machine does then weighs on both alike.
function fastest(runs: readonly (() => void)[]): readonly number[] {
  const best = runs.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round += 1)
    runs.forEach((run, at) => {
      const started = performance.now()
      for (let time = 0; time < BATCH; time += 1) run()
      best[at] = Math.min(best[at] ?? NaN, performance.now() - started)
    })
  return best
}

function withData(bytes: number): SafeTx {
  return {
    to: SAFE.address,
    value: 0n,
    data: `0x${'a9'.repeat(bytes)}`,
    operation: 0,
    safeTxGas: 0n,
    baseGas: 0n,
    gasPrice: 0n,
    gasToken: '0x0000000000000000000000000000000000000000',
    refundReceiver: '0x0000000000000000000000000000000000000000',
    nonce: 118n,
  }
}
