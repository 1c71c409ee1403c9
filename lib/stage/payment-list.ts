import type { Address } from 'viem'
import type { Chain } from '@/lib/chains/types'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import { MAX_LEGS, MAX_LIST_BYTES } from '@/lib/stage/limits'
import type { Asset, Leg } from '@/lib/stage/types'

export type ListContext = {
  readonly chain: Chain
  /** The registered assets; those of other chains are not looked at. */
  readonly assets: readonly Asset[]
  /** The address book; only active entries of this chain lend their name. */
  readonly contacts: readonly ListContact[]
  readonly safe: { readonly name: string; readonly address: Address }
}

export type ListContact = {
  readonly chainId: number
  readonly name: string
  readonly address: Address
  readonly isActive: boolean
}

/** A list of payments, read whole or not at all. Every sentence names its row or transaction. */
export type ReadList =
  | { readonly ok: true; readonly legs: readonly Leg[]; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] }

export const refuseList = (...problems: readonly string[]): ReadList => ({ ok: false, problems })

/** A cell of the file inside a sentence about it. */
export const quoted = (text: string) => displayText(text.trim(), 60)

/** The sentence about a list that is longer than a withdrawal; null when it fits. */
export const tooManyPayments = (count: number): string | null =>
  count <= MAX_LEGS
    ? null
    : `This list has ${grouped(count)} payments; a withdrawal holds at most ${MAX_LEGS}. Split it, and stage each part.`

/** The sentence about a list that is too large to be read. */
export const tooLargeWords = (bytes: number) =>
  `The list has ${grouped(Math.ceil(bytes / 1024))} kB; up to ${MAX_LIST_BYTES / 1024} kB are read, and a withdrawal holds at most ${MAX_LEGS} payments. Split it, and stage each part.`

/**
 * One sentence for each payment that stands in the list more than once: perhaps meant, so it refuses nothing.
 * @param placed each leg with the number of its row or transaction
 * @param noun "Rows" or "Transactions"
 */
export function repeatWarnings(placed: readonly { leg: Leg; at: number }[], noun: string): string[] {
  const places = new Map<string, { leg: Leg; at: number[] }>()
  for (const { leg, at } of placed) {
    const key = `${leg.asset.address} ${leg.recipient} ${leg.units}`.toLowerCase()
    const known = places.get(key)
    if (known) known.at.push(at)
    else places.set(key, { leg, at: [at] })
  }
  return [...places.values()].flatMap(({ leg: { asset, recipient, units }, at }) => {
    if (at.length < 2) return []
    const rows = `${at.slice(0, -1).join(', ')} and ${at.at(-1) ?? ''}`
    const what = displayText(formatMoney(units, asset), 120)
    return [`${noun} ${rows} each pay ${what} to ${recipient}. Keep them only if each is meant.`]
  })
}

/** Assets that a symbol may mean, however it is spelt: two that differ in case only are never guessed between. */
export const assetsCalled = (symbol: string, { assets, chain }: Pick<ListContext, 'assets' | 'chain'>) =>
  assets.filter((asset) => asset.chainId === chain.id && asset.symbol.toLowerCase() === symbol.toLowerCase())

const grouped = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
