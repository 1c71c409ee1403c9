import { pinned } from '@/lib/decode/contracts/pinned'
import { ownCalls } from '@/lib/decode/contracts/unpack'

/** `multicall` of OpenZeppelin and Uniswap: a contract runs its own functions one after the other. */
export const multicall = pinned('multicall', ['Uniswap SwapRouter', 'Uniswap SwapRouter02', 'Uniswap V3 positions'], {
  'multicall(bytes[] data) payable': ownCalls(0),
  'multicall(uint256 deadline, bytes[] data) payable': ownCalls(1),
  'multicall(bytes32 previousBlockhash, bytes[] data) payable': ownCalls(1),
})
