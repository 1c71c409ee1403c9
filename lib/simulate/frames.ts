import type { Address, Hex } from 'viem'

export type TraceLog = { readonly address: Address; readonly topics: readonly Hex[]; readonly data: Hex }

/** A frame with what only judging needs: outputs, gas and logs. */
export type TraceFrame = {
  readonly kind: string
  readonly from: Address
  readonly to: Address
  readonly value: bigint
  readonly input: Hex
  readonly output: Hex
  readonly error: string | null
  readonly gasUsed: bigint
  readonly logs: readonly TraceLog[]
  readonly calls: readonly TraceFrame[]
}

/** Every frame, the outer before the inner. */
export function* framesOf(trace: TraceFrame): Generator<TraceFrame> {
  yield trace
  for (const call of trace.calls) yield* framesOf(call)
}
