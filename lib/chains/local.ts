import type { Chain } from '@/lib/chains/types'

// The local chain saves its state every second, so a younger block may be lost by a kill (SPEC §10).
export const local: Chain = {
  id: 31337,
  name: 'Local chain',
  shortName: 'local',
  native: { symbol: 'ETH', decimals: 18 },
  finalityDepth: 1,
  finalitySeconds: 3,
  maxHeadAgeSeconds: null,
  hardfork: 'Osaka',
  isLocal: true,
}
