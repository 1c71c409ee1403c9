import { z } from 'zod'

const method = z.object({
  name: z.string(),
  inputs: z.array(z.object({ name: z.string(), type: z.string() })),
})

/** Strict: a field that is not read, such as an operation, could change what the transaction does. */
const transaction = z.strictObject({
  to: z.string(),
  value: z.string(),
  data: z.string().nullish(),
  contractMethod: method.nullish(),
  contractInputsValues: z.record(z.string(), z.string()).nullish(),
})

const file = z.object({
  version: z.string(),
  chainId: z.string(),
  meta: z.object({ createdFromSafeAddress: z.string().nullish() }).nullish(),
  transactions: z.array(z.unknown()),
})

export type BuilderTransaction = z.output<typeof transaction>
export type BuilderFile = Omit<z.output<typeof file>, 'transactions'> & { readonly transactions: readonly unknown[] }

/** The frame of a batch as the Transaction Builder of Safe{Wallet} saves it; null for any other JSON. */
export function parseBuilderFile(json: unknown): BuilderFile | null {
  const parsed = file.safeParse(json)
  return parsed.success ? parsed.data : null
}

export type ParsedTransaction =
  { readonly ok: true; readonly transaction: BuilderTransaction } | { readonly ok: false; readonly message: string }

/** One entry of a batch, or what is wrong with it as the end of a sentence that begins with its number. */
export function parseBuilderTransaction(json: unknown): ParsedTransaction {
  const parsed = transaction.safeParse(json)
  if (parsed.success) return { ok: true, transaction: parsed.data }
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys')
    return { ok: false, message: `has a field ${issue.keys[0] ?? ''}, which is not read here` }
  const field = issue?.path[0]
  return {
    ok: false,
    message:
      field === undefined
        ? 'is not a transaction'
        : `has a field ${String(field)} that is not as the Transaction Builder writes it`,
  }
}
