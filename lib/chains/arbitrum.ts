import type { Chain } from '@/lib/chains/types'

export const arbitrum: Chain = {
  id: 42161,
  name: 'Arbitrum One',
  shortName: 'arb1',
  native: { symbol: 'ETH', decimals: 18 },
  // Final with the Ethereum block that holds its batch: about twenty minutes. Four blocks a second.
  finalityDepth: 2400,
  finalitySeconds: 1200,
  maxHeadAgeSeconds: 60,
  sanctionsOracle: '0x40C57923924B5c5c5455c48D93317139ADDaC8fb',
  hardfork: 'Prague',
  isLocal: false,
}
