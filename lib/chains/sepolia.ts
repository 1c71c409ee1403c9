import type { Chain } from '@/lib/chains/types'

export const sepolia: Chain = {
  id: 11155111,
  name: 'Sepolia',
  shortName: 'sep',
  native: { symbol: 'ETH', decimals: 18 },
  // As on Ethereum: two epochs.
  finalityDepth: 64,
  finalitySeconds: 768,
  maxHeadAgeSeconds: 180,
  hardfork: 'Osaka',
  isLocal: false,
}
