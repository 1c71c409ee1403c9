import { local } from '@/lib/chains/local'
import { type ListContext, type ReadList } from '@/lib/stage/payment-list'
import type { Asset } from '@/lib/stage/types'

export const COIN: Asset = { chainId: 31337, address: 'native', symbol: 'ETH', decimals: 18 }
export const DOLLAR: Asset = {
  chainId: 31337,
  address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  symbol: 'USDC',
  decimals: 6,
}
export const ALICE = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
export const MERIDIAN = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'

/** A desk with two assets, one active contact and one that still cools. */
export const LIST_CONTEXT: ListContext = {
  chain: local,
  assets: [COIN, DOLLAR, { ...DOLLAR, chainId: 1, symbol: 'DAI' }],
  contacts: [
    { chainId: 31337, name: 'Meridian Custody', address: MERIDIAN, isActive: true },
    { chainId: 31337, name: 'Grants, Safe', address: ALICE, isActive: false },
    { chainId: 1, name: 'Elsewhere', address: ALICE, isActive: true },
  ],
  safe: { name: 'Treasury Safe', address: '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117' },
}

/** The legs as one line each, or the sentences of a refusal. */
export const linesOf = (read: ReadList) =>
  read.ok ? read.legs.map(({ asset, recipient, units }) => `${asset.symbol} ${units} ${recipient}`) : read.problems
