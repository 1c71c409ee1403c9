import type { Chain } from '@/lib/chains/types'

export const base: Chain = {
  id: 8453,
  name: 'Base',
  shortName: 'base',
  native: { symbol: 'ETH', decimals: 18 },
  // Final with the Ethereum block that holds its batch: about twenty minutes.
  finalityDepth: 600,
  finalitySeconds: 1200,
  maxHeadAgeSeconds: 60,
  hasL1Fee: true,
  sanctionsOracle: '0x3A91A31cB3dC49b4db9Ce721F50a9D076c8D739B',
  hardfork: 'Prague',
  isLocal: false,
}
