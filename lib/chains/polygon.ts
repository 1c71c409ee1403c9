import type { Chain } from '@/lib/chains/types'

export const polygon: Chain = {
  id: 137,
  name: 'Polygon',
  shortName: 'matic',
  native: { symbol: 'POL', decimals: 18 },
  // Milestones make blocks final within seconds; this outlasts the longest reorganisation without them.
  finalityDepth: 64,
  finalitySeconds: 150,
  maxHeadAgeSeconds: 60,
  sanctionsOracle: '0x40C57923924B5c5c5455c48D93317139ADDaC8fb',
  hardfork: 'Prague',
  isLocal: false,
}
