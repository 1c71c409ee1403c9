import type { Chain } from '@/lib/chains/types'

export const avalanche: Chain = {
  id: 43114,
  name: 'Avalanche C-Chain',
  shortName: 'avax',
  native: { symbol: 'AVAX', decimals: 18 },
  // A block is final when it is accepted; nodes show no other.
  finalityDepth: 1,
  finalitySeconds: 3,
  maxHeadAgeSeconds: 60,
  sanctionsOracle: '0x40C57923924B5c5c5455c48D93317139ADDaC8fb',
  hardfork: 'Cancun',
  isLocal: false,
}
