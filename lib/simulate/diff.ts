import type { Address, Hash, Hex } from 'viem'
import { getAddress, numberToHex, pad } from 'viem/utils'
import { z } from 'zod'
import type { StateOverrides } from '@/lib/simulate/execution-call'

type AccountState = {
  readonly balance?: bigint | undefined
  readonly nonce?: bigint | undefined
  readonly code?: Hex | undefined
  readonly storage: ReadonlyMap<Hash, Hex>
}

/** What one call changes, per account (keys checksummed). `post` holds only what differs from `pre`. */
export type StateDiff = {
  readonly pre: ReadonlyMap<Address, AccountState>
  readonly post: ReadonlyMap<Address, AccountState>
}

const word = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform((text) => pad(`0x${text.slice(2).toLowerCase()}`))
const quantity = z
  .union([z.string().regex(/^0x[0-9a-fA-F]+$/), z.number().int().nonnegative()])
  .transform((value) => BigInt(value))

const accountSchema = z.object({
  balance: quantity.optional(),
  nonce: quantity.optional(),
  code: z
    .string()
    .regex(/^0x[0-9a-fA-F]*$/)
    .transform((text) => text as Hex)
    .optional(),
  storage: z
    .record(word, word)
    .default({})
    .transform((slots) => new Map(Object.entries(slots) as [Hash, Hex][])),
})

const accounts = z
  .record(z.string().regex(/^0x[0-9a-fA-F]{40}$/), accountSchema)
  .transform((all) => new Map(Object.entries(all).map(([address, account]) => [getAddress(address), account])))

const diffSchema = z.object({ pre: accounts, post: accounts })

/** The answer of `debug_traceCall` with prestateTracer in diffMode, or null when it is not in that form. */
export function parseDiff(answer: unknown): StateDiff | null {
  return diffSchema.safeParse(answer).data ?? null
}

const ZERO_WORD: Hex = numberToHex(0, { size: 32 })

/** Storage slots of one account that end with another value, ascending by slot. Nodes leave zero values out. */
export function storageChanges(diff: StateDiff, account: Address): { slot: Hash; before: Hex; after: Hex }[] {
  const before = diff.pre.get(account)?.storage ?? new Map<Hash, Hex>()
  const after = diff.post.get(account)?.storage ?? new Map<Hash, Hex>()
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((slot) => ({ slot, before: before.get(slot) ?? ZERO_WORD, after: after.get(slot) ?? ZERO_WORD }))
    .filter((change) => change.before !== change.after)
}

/** What the simulated sender paid for gas and the block's author got; neither is an effect of the transaction. */
export type GasBill = {
  readonly sender: Address
  readonly author: Address
  readonly gasUsed: bigint
  readonly gasPrice: bigint
  readonly baseFee: bigint
}

/** Exact changes of native balances, without the gas bill, ascending by account. */
export function nativeChanges(
  diff: StateDiff,
  bill: GasBill,
): { account: Address; asset: 'native'; before: bigint; after: bigint }[] {
  const touched = new Set([...diff.pre.keys(), ...diff.post.keys()])
  return [...touched].sort().flatMap((account) => {
    const before = diff.pre.get(account)?.balance ?? 0n
    const isGone = diff.pre.has(account) && !diff.post.has(account)
    const raw = diff.post.get(account)?.balance ?? (isGone ? 0n : before)
    const paid = account === bill.sender ? bill.gasUsed * bill.gasPrice : 0n
    const tip = account === bill.author ? bill.gasUsed * (bill.gasPrice - bill.baseFee) : 0n
    const after = raw + paid - (bill.gasPrice > 0n ? tip : 0n)
    return before === after ? [] : [{ account, asset: 'native' as const, before, after }]
  })
}

/** The state after the call as overrides, so that balances can be read in it on any node. */
export function overridesAfter(diff: StateDiff): StateOverrides {
  const entries = [...diff.post].map(([address, { balance, nonce, code }]) => {
    const stateDiff = Object.fromEntries(storageChanges(diff, address).map(({ slot, after }) => [slot, after]))
    return [
      address,
      {
        ...(balance === undefined ? {} : { balance: numberToHex(balance) }),
        ...(nonce === undefined ? {} : { nonce: numberToHex(nonce) }),
        ...(code === undefined ? {} : { code }),
        ...(Object.keys(stateDiff).length === 0 ? {} : { stateDiff }),
      },
    ] as const
  })
  return Object.fromEntries(entries)
}
