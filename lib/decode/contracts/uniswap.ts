import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'

const POOL = 'address tokenIn, address tokenOut, uint24 fee, address recipient'
const IN = 'uint256 amountIn, uint256 amountOutMinimum'
const OUT = 'uint256 amountOut, uint256 amountInMaximum'
const LIMIT = 'uint160 sqrtPriceLimitX96'
const MINIMUM = 'uint256 amount0Min, uint256 amount1Min'

/** Swap routers and positions of Uniswap V3, and the router of V2. */
export const uniswapRouter = pinned(
  'uniswap-router',
  ['Uniswap SwapRouter', 'Uniswap SwapRouter02'],
  plain(
    `exactInputSingle((${POOL}, ${IN}, ${LIMIT}) params) payable`,
    `exactInput((bytes path, address recipient, ${IN}) params) payable`,
    `exactOutputSingle((${POOL}, ${OUT}, ${LIMIT}) params) payable`,
    `exactOutput((bytes path, address recipient, ${OUT}) params) payable`,
    `exactInputSingle((${POOL}, uint256 deadline, ${IN}, ${LIMIT}) params) payable`,
    `exactInput((bytes path, address recipient, uint256 deadline, ${IN}) params) payable`,
    `exactOutputSingle((${POOL}, uint256 deadline, ${OUT}, ${LIMIT}) params) payable`,
    `exactOutput((bytes path, address recipient, uint256 deadline, ${OUT}) params) payable`,
    'swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to) payable',
    'unwrapWETH9(uint256 amountMinimum, address recipient) payable',
    'sweepToken(address token, uint256 amountMinimum, address recipient) payable',
    'refundETH() payable',
  ),
)

export const uniswapV2 = pinned(
  'uniswap-v2',
  ['Uniswap V2 router'],
  plain(
    'swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline)',
    'swapExactETHForTokens(uint256 amountOutMin, address[] path, address to, uint256 deadline) payable',
    'swapExactTokensForETH(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline)',
  ),
)

export const uniswapPositions = pinned(
  'uniswap-positions',
  ['Uniswap V3 positions'],
  plain(
    `mint((address token0, address token1, uint24 fee, int24 tickLower, int24 tickUpper, uint256 amount0Desired, uint256 amount1Desired, ${MINIMUM}, address recipient, uint256 deadline) params) payable`,
    `increaseLiquidity((uint256 tokenId, uint256 amount0Desired, uint256 amount1Desired, ${MINIMUM}, uint256 deadline) params) payable`,
    `decreaseLiquidity((uint256 tokenId, uint128 liquidity, ${MINIMUM}, uint256 deadline) params) payable`,
    'collect((uint256 tokenId, address recipient, uint128 amount0Max, uint128 amount1Max) params) payable',
  ),
)
