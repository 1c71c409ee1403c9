import type { Chain } from '@/lib/chains/types'

export const bnb: Chain = {
  id: 56,
  name: 'BNB Smart Chain',
  shortName: 'bnb',
  native: { symbol: 'BNB', decimals: 18 },
  // Fast finality takes two blocks; without it a round of 21 validators.
  finalityDepth: 21,
  finalitySeconds: 30,
  maxHeadAgeSeconds: 60,
  sanctionsOracle: '0x40C57923924B5c5c5455c48D93317139ADDaC8fb',
  hardfork: 'Prague',
  isLocal: false,
}
