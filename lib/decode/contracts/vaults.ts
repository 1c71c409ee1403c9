import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'

/** ERC-4626 vaults: who gets the shares, or the assets. */
export const vault = pinned(
  'erc4626',
  [],
  plain(
    'deposit(uint256 assets, address receiver)',
    'mint(uint256 shares, address receiver)',
    'withdraw(uint256 assets, address receiver, address owner)',
    'redeem(uint256 shares, address receiver, address owner)',
  ),
)

const PATH = 'address[] path, address to, uint256 deadline'

/** Routers of Uniswap V2 and the many that took their functions over. */
export const uniswapV2 = pinned(
  'uniswap-v2',
  [],
  plain(
    `swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, ${PATH})`,
    `swapTokensForExactTokens(uint256 amountOut, uint256 amountInMax, ${PATH})`,
    `swapExactETHForTokens(uint256 amountOutMin, ${PATH}) payable`,
    `swapETHForExactTokens(uint256 amountOut, ${PATH}) payable`,
    `swapExactTokensForETH(uint256 amountIn, uint256 amountOutMin, ${PATH})`,
    `swapTokensForExactETH(uint256 amountOut, uint256 amountInMax, ${PATH})`,
    'addLiquidity(address tokenA, address tokenB, uint256 amountADesired, uint256 amountBDesired, uint256 amountAMin, uint256 amountBMin, address to, uint256 deadline)',
    'addLiquidityETH(address token, uint256 amountTokenDesired, uint256 amountTokenMin, uint256 amountETHMin, address to, uint256 deadline) payable',
    'removeLiquidity(address tokenA, address tokenB, uint256 liquidity, uint256 amountAMin, uint256 amountBMin, address to, uint256 deadline)',
    'removeLiquidityETH(address token, uint256 liquidity, uint256 amountTokenMin, uint256 amountETHMin, address to, uint256 deadline)',
  ),
)

/** Lending pools before Aave V3, tokens that their owner mints, and the token bridges of the OP Stack. */
export const deposits = pinned(
  'deposits',
  [],
  plain(
    'deposit(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)',
    'mint(address to, uint256 amount)',
    'depositETHTo(address _to, uint32 _minGasLimit, bytes _extraData) payable',
    'depositERC20To(address _l1Token, address _l2Token, address _to, uint256 _amount, uint32 _minGasLimit, bytes _extraData)',
  ),
)
