import type { Address } from 'viem'
import { movementsOf } from '@/lib/assess/movements'
import { amountOf } from '@/lib/assess/names'
import { isSameAddress } from '@/lib/core/address'
import type { Asset } from '@/lib/stage/types'
import type { Report } from '@/lib/verify/verify-case'

/** What the bytes say is sent, in words that a person compares: an amount with its units, and to whom. */
export type ReportedMove = {
  readonly path: string
  readonly amount: string
  readonly recipient: Address
  readonly name: string
}

/** Every movement that the bytes say. Base units where the file names no decimals; what really moves only the chain says. */
export function movesOf({ given, call }: Pick<Report, 'given' | 'call'>): readonly ReportedMove[] {
  const { safe, tx, context } = given
  const coin: Asset = { chainId: safe.chainId, address: 'native', symbol: 'of the native coin', decimals: 18 }
  const assets = [coin, ...(context.tokens ?? [])]
  const hashes = { domain: '0x', message: '0x', safeTx: '0x' } as const
  return movementsOf({ call, staged: { safe, tx, hashes } }).map(({ path, asset, units, recipient }) => ({
    ...{ path, amount: amountOf({ assets }, asset, units), recipient },
    name: context.addressBook?.find(({ address }) => isSameAddress(address, recipient))?.name ?? '',
  }))
}
