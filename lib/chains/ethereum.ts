import type { Chain } from '@/lib/chains/types'

export const ethereum: Chain = {
  id: 1,
  name: 'Ethereum',
  shortName: 'eth',
  native: { symbol: 'ETH', decimals: 18 },
  finalityDepth: 64,
  finalitySeconds: 768,
  // Fifteen slots of 12 s: a node that shows nothing newer has lost its peers.
  maxHeadAgeSeconds: 180,
  sanctionsOracle: '0x40C57923924B5c5c5455c48D93317139ADDaC8fb',
  hardfork: 'Osaka',
  isLocal: false,
}
