import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'

const POOL = 'address tokenIn, address tokenOut, uint24 fee, address recipient'
const IN = 'uint256 amountIn, uint256 amountOutMinimum'
const OUT = 'uint256 amountOut, uint256 amountInMaximum'
const LIMIT = 'uint160 sqrtPriceLimitX96'

/** Swap routers of Uniswap V3. The older one has a deadline in every call. */
export const uniswapRouter = pinned(
  'uniswap-router',
  ['Uniswap SwapRouter', 'Uniswap SwapRouter02'],
  plain(
    ...['', 'uint256 deadline, '].flatMap((deadline) => [
      `exactInputSingle((${POOL}, ${deadline}${IN}, ${LIMIT}) params) payable`,
      `exactInput((bytes path, address recipient, ${deadline}${IN}) params) payable`,
      `exactOutputSingle((${POOL}, ${deadline}${OUT}, ${LIMIT}) params) payable`,
      `exactOutput((bytes path, address recipient, ${deadline}${OUT}) params) payable`,
    ]),
    'swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to) payable',
    'unwrapWETH9(uint256 amountMinimum, address recipient) payable',
    'sweepToken(address token, uint256 amountMinimum, address recipient) payable',
    'unwrapWETH9(uint256 amountMinimum) payable',
    'sweepToken(address token, uint256 amountMinimum) payable',
    'wrapETH(uint256 value) payable',
    'pull(address token, uint256 value) payable',
    'refundETH() payable',
  ),
)

export const uniswapPositions = pinned(
  'uniswap-positions',
  ['Uniswap V3 positions'],
  plain(
    'mint((address token0, address token1, uint24 fee, int24 tickLower, int24 tickUpper, uint256 amount0Desired, uint256 amount1Desired, uint256 amount0Min, uint256 amount1Min, address recipient, uint256 deadline) params) payable',
    'collect((uint256 tokenId, address recipient, uint128 amount0Max, uint128 amount1Max) params) payable',
  ),
)
