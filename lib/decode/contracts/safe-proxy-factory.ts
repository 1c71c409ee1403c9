import { official } from '@/lib/decode/contracts/official'
import type { Unpack } from '@/lib/decode/contracts/types'
import { initializer } from '@/lib/decode/contracts/unpack'

/** The new Safe has no address here yet: its setup is shown at the singleton, whose code runs. */
const setup: Unpack = initializer(0, 1)

export const safeProxyFactory = official(
  'safe-proxy-factory',
  ['ProxyFactory', 'GnosisSafeProxyFactory', 'SafeProxyFactory'],
  {
    'createProxy(address singleton, bytes data)': setup,
    'createProxyWithNonce(address _singleton, bytes initializer, uint256 saltNonce)': setup,
    'createChainSpecificProxyWithNonce(address _singleton, bytes initializer, uint256 saltNonce)': setup,
    'createProxyWithCallback(address _singleton, bytes initializer, uint256 saltNonce, address callback)': setup,
  },
)
