import type { Hex } from 'viem'
import { getAddress } from 'viem/utils'
import { z } from 'zod'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { TraceFrame } from '@/lib/simulate/frames'

const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text.toLowerCase() as Hex)
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => getAddress(text))
const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform((text) => BigInt(text))

const logSchema = z.object({ address, topics: z.array(hex), data: hex.default('0x') })

type RawFrame = {
  type: string
  from: string
  to?: string | null | undefined
  value?: string | undefined
  input?: string | undefined
  output?: string | null | undefined
  error?: string | undefined
  gasUsed?: string | undefined
  logs?: unknown[] | undefined
  calls?: RawFrame[] | undefined
}

// `to` is absent where a creation failed before it had an address.
const frameSchema: z.ZodType<TraceFrame, RawFrame> = z
  .object({
    type: z.string().max(20),
    from: address,
    to: address.nullish(),
    value: quantity.optional(),
    input: hex.default('0x'),
    output: hex.nullish(),
    error: z.string().optional(),
    gasUsed: quantity.default(0n),
    logs: z.array(logSchema).default([]),
    calls: z.lazy(() => z.array(frameSchema)).default([]),
  })
  .transform((raw): TraceFrame => ({
    kind: raw.type,
    from: raw.from,
    to: raw.to ?? ZERO_ADDRESS,
    value: raw.value ?? 0n,
    input: raw.input,
    output: raw.output ?? '0x',
    error: raw.error ?? null,
    gasUsed: raw.gasUsed,
    logs: raw.logs,
    calls: raw.calls,
  }))

/** The answer of `debug_traceCall` with callTracer (withLog), or null when it is not in that form. */
export function parseTrace(answer: unknown): TraceFrame | null {
  return frameSchema.safeParse(answer).data ?? null
}
