import type { FieldProblem } from '@/lib/core/errors'
import { type IntentContext, type ParsedIntent, parseIntent, type RawIntent } from '@/lib/stage/intent'
import type { Control } from '@/lib/stage/control'
import { parseCall, type RawCall } from '@/lib/stage/parse-call'
import { parseOwnersChange, type RawOwnersChange } from '@/lib/stage/parse-owners-change'
import type { Intent, WithdrawalClass } from '@/lib/stage/types'

/** A form as typed: payments, or a change of the owners, or a call. */
export type RawRequest = RawIntent & {
  readonly change?: RawOwnersChange | undefined
  readonly call?: RawCall | undefined
}

/** Turns a form into an intent, or into one sentence for each field that is wrong. */
export function parseRequest(
  raw: RawRequest,
  context: IntentContext & { readonly control: Control | null },
): ParsedIntent {
  const { change, call } = raw
  const kinds = [raw.legs.length > 0, change !== undefined, call !== undefined].filter(Boolean).length
  if (kinds > 1)
    return refused({ field: 'legs', message: 'A withdrawal pays, or changes owners, or calls: one of them.' })
  if (call) return parseCall({ ...raw, call }, { ...context, safe: context.safe.address })
  if (!change) return parseIntent(raw, context)
  const { control } = context
  if (control === null)
    return refused({ field: 'safeId', message: 'The chain did not say who owns this Safe. Try again in a moment.' })
  return parseOwnersChange({ ...raw, change }, { chain: context.chain, safe: context.safe.address, control })
}

const refused = (problem: FieldProblem): ParsedIntent => ({ ok: false, problems: [problem] })

/** The class of what an intent asks for. */
export function classOf({ change, call }: Pick<Intent, 'change' | 'call'>): Exclude<WithdrawalClass, 'cancel'> {
  if (change) return 'configuration'
  return call ? 'contract-call' : 'transfer'
}
