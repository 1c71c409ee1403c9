import type { Chain } from '@/lib/chains/types'

export const gnosis: Chain = {
  id: 100,
  name: 'Gnosis Chain',
  shortName: 'gno',
  native: { symbol: 'xDAI', decimals: 18 },
  // Two epochs of 16 slots of 5 s.
  finalityDepth: 36,
  finalitySeconds: 180,
  maxHeadAgeSeconds: 60,
  hardfork: 'Prague',
  isLocal: false,
}
