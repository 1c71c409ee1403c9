import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'

/** Wrapped ether. Its transfers are those of any token. */
export const weth = pinned('weth', ['WETH'], plain('deposit() payable', 'withdraw(uint256 amount)'))

export const lido = pinned('lido', ['Lido stETH'], plain('submit(address _referral) payable'))

export const aave = pinned(
  'aave',
  ['Aave V3 Pool'],
  plain(
    'supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)',
    'withdraw(address asset, uint256 amount, address to)',
    'borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)',
    'repay(address asset, uint256 amount, uint256 interestRateMode, address onBehalfOf)',
  ),
)

export const cowSwap = pinned(
  'cow-swap',
  ['CoW Settlement'],
  plain('setPreSignature(bytes orderUid, bool signed)', 'invalidateOrder(bytes orderUid)'),
)
