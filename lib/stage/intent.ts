import { z } from 'zod'
import type { Address, Hex } from 'viem'
import type { Chain } from '@/lib/chains/types'
import { isSameAddress, parseAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { displayText, readableText } from '@/lib/core/display-text'
import type { FieldProblem } from '@/lib/core/errors'
import { formatMoney, parseUnits } from '@/lib/core/money'
import { MAX_LEGS } from '@/lib/stage/limits'
import type { Asset, AssetAddress, Intent, Leg } from '@/lib/stage/types'

const MAX_PURPOSE = 500
const MAX_REFERENCE = 120

/** What a form sends: text as typed, so that every mistake gets its own sentence in `parseIntent`. */
export const rawIntentSchema = z.object({
  legs: z.array(z.object({ asset: z.string(), recipient: z.string(), amount: z.string() })),
  purpose: z.string(),
  reference: z.string(),
})

export type RawIntent = z.output<typeof rawIntentSchema>

const addressSchema = z.custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value))

const bytesSchema = z.custom<Hex>((value) => typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value))
const amountSchema = z.object({
  asset: z.object({
    chainId: z.number(),
    address: z.union([z.literal('native'), addressSchema]),
    symbol: z.string(),
    decimals: z.number(),
  }),
  units: z.bigint(),
})
const thresholdSchema = z.int().positive()
const ownersChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add-owner'), owner: addressSchema, threshold: thresholdSchema }),
  z.object({ kind: z.literal('remove-owner'), owner: addressSchema, threshold: thresholdSchema }),
  z.object({ kind: z.literal('swap-owner'), oldOwner: addressSchema, newOwner: addressSchema }),
  z.object({ kind: z.literal('change-threshold'), threshold: thresholdSchema }),
])

/** An intent as stored, read back. Units are bigint, so the storage form is decoded with `decodeWire` before. */
export const intentSchema: z.ZodType<Intent> = z.object({
  legs: z.array(amountSchema.extend({ recipient: addressSchema })),
  purpose: z.string(),
  reference: z.string(),
  change: ownersChangeSchema.optional(),
  call: z.object({ to: addressSchema, data: bytesSchema, gives: z.array(amountSchema) }).optional(),
})

export type RawLabels = Pick<RawIntent, 'purpose' | 'reference'>

export type IntentContext = {
  readonly chain: Chain
  /** The registered assets of this chain; nothing else can be sent. */
  readonly assets: readonly Asset[]
  /** What the Safe holds of each; null, or an asset left out, when the chain did not answer. */
  readonly balances: ReadonlyMap<AssetAddress, bigint> | null
  readonly safe: { readonly name: string; readonly address: Address }
}

export type ParsedIntent =
  { readonly ok: true; readonly intent: Intent } | { readonly ok: false; readonly problems: readonly FieldProblem[] }

export type LegField = 'asset' | 'recipient' | 'amount'

/** One leg as far as it could be read; null where a field is wrong. */
export type ParsedLeg = {
  readonly asset: Asset | null
  readonly recipient: Address | null
  readonly units: bigint | null
  readonly problems: readonly { readonly field: LegField; readonly message: string }[]
}

/** Turns what was typed into an intent, or into one sentence for each field that is wrong (`legs.0.amount`). */
export function parseIntent(raw: RawIntent, context: IntentContext): ParsedIntent {
  const parsed = raw.legs.slice(0, MAX_LEGS).map((leg) => parseLeg(leg, context))
  const problems = [
    ...countProblems(raw),
    ...parsed.flatMap(({ problems: found }, at) =>
      found.map(({ field, message }) => ({ field: `legs.${at}.${field}`, message })),
    ),
    ...balanceProblems(parsed, context),
    ...labelProblems(raw),
  ]
  const legs = parsed.flatMap(({ asset, recipient, units }): Leg[] =>
    asset === null || recipient === null || units === null ? [] : [{ asset, recipient, units }],
  )
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, intent: { legs, ...labelsOf(raw) } }
}

/** Purpose and reference as they are kept. */
export const labelsOf = ({ purpose, reference }: RawLabels): Pick<Intent, 'purpose' | 'reference'> => ({
  purpose: displayText(purpose.trim(), MAX_PURPOSE),
  reference: displayText(reference.trim(), MAX_REFERENCE),
})

/** Reads one payment as typed, wherever it comes from: one sentence for each field that is wrong. */
export function parseLeg(
  raw: RawIntent['legs'][number],
  { assets, chain }: Pick<IntentContext, 'assets' | 'chain'>,
): ParsedLeg {
  const problems: ParsedLeg['problems'][number][] = []
  const problem = (field: LegField, message: string) => problems.push({ field, message })

  const asset = assets.find(({ address, chainId }) => chainId === chain.id && isSameAddress(address, raw.asset.trim()))
  if (raw.asset.trim() === '') problem('asset', 'Choose the asset to send.')
  else if (!asset)
    problem('asset', `This token is not registered on ${chain.name}. Two people add it before it can be sent.`)

  let recipient: Address | null = null
  if (raw.recipient.trim() === '') problem('recipient', 'Choose who receives this, or paste an address.')
  else {
    const address = parseAddress(raw.recipient, chain.shortName)
    if (!address.ok) problem('recipient', address.message)
    else if (address.address === ZERO_ADDRESS)
      problem('recipient', 'This is the zero address. What is sent there is lost for ever.')
    else recipient = address.address
  }

  const amount = raw.amount.trim() === '' ? null : parseUnits(raw.amount, asset?.decimals ?? 36)
  let units: bigint | null = null
  if (!amount) problem('amount', 'Write the amount to send.')
  else if (!amount.ok) problem('amount', amount.message)
  else if (amount.units === 0n) problem('amount', 'The amount is zero. Write how much to send.')
  else if (amount.units >= 1n << 256n) problem('amount', 'The amount is larger than any token can hold.')
  else units = amount.units

  return { asset: asset ?? null, recipient, units, problems }
}

/** Legs of one asset are judged together; the sentence stands at the leg that goes over. */
function balanceProblems(parsed: readonly ParsedLeg[], { balances, safe }: IntentContext): readonly FieldProblem[] {
  const totals = new Map<AssetAddress, { asset: Asset; units: bigint; legs: number; overAt: number | null }>()
  for (const [at, { asset, units }] of parsed.entries()) {
    if (asset === null || units === null) continue
    const held = balances?.get(asset.address)
    const sofar = totals.get(asset.address) ?? { asset, units: 0n, legs: 0, overAt: null }
    const total = sofar.units + units
    const overAt = held === undefined || total > held ? at : null
    totals.set(asset.address, { asset, units: total, legs: sofar.legs + 1, overAt: sofar.overAt ?? overAt })
  }
  return [...totals.values()].flatMap(({ asset, units, legs, overAt }) => {
    if (overAt === null) return []
    const field = `legs.${overAt}.amount`
    const held = balances?.get(asset.address)
    if (held === undefined)
      return [{ field, message: `The chain did not say how much ${asset.symbol} ${safe.name} holds.` }]
    const excess = formatMoney(units - held, { ...asset, symbol: '' }).trimEnd()
    const what = legs === 1 ? 'That is' : `These ${legs} payments together are`
    return [{ field, message: `${safe.name} holds ${formatMoney(held, asset)}. ${what} ${excess} too much.` }]
  })
}

function countProblems({ legs }: RawIntent): readonly FieldProblem[] {
  if (legs.length === 0) return [{ field: 'legs', message: 'Add at least one payment.' }]
  if (legs.length <= MAX_LEGS) return []
  return [{ field: 'legs', message: `A withdrawal holds at most ${MAX_LEGS} payments; this one has ${legs.length}.` }]
}

/** What is wrong with purpose and reference, whatever is asked for. */
export function labelProblems({ purpose, reference }: RawLabels): readonly FieldProblem[] {
  const problems: FieldProblem[] = []
  if (readableText(purpose) === '')
    problems.push({ field: 'purpose', message: 'Write what this is for. Every approver and reviewer reads it.' })
  else if (purpose.trim().length > MAX_PURPOSE)
    problems.push({ field: 'purpose', message: `The purpose holds at most ${MAX_PURPOSE} characters.` })
  if (reference.trim().length > MAX_REFERENCE)
    problems.push({ field: 'reference', message: `The reference holds at most ${MAX_REFERENCE} characters.` })
  return problems
}
