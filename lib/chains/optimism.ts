import type { Chain } from '@/lib/chains/types'

export const optimism: Chain = {
  id: 10,
  name: 'OP Mainnet',
  shortName: 'oeth',
  native: { symbol: 'ETH', decimals: 18 },
  // Final with the Ethereum block that holds its batch: about twenty minutes.
  finalityDepth: 600,
  finalitySeconds: 1200,
  maxHeadAgeSeconds: 60,
  hasL1Fee: true,
  sanctionsOracle: '0x40C57923924B5c5c5455c48D93317139ADDaC8fb',
  hardfork: 'Prague',
  isLocal: false,
}
