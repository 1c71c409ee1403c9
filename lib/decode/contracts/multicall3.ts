import { pinned } from '@/lib/decode/contracts/pinned'
import { each } from '@/lib/decode/contracts/unpack'

export const multicall3 = pinned('multicall3', ['Multicall3'], {
  'aggregate((address target, bytes callData)[] calls) payable': each(0, 0, null, 1),
  'blockAndAggregate((address target, bytes callData)[] calls) payable': each(0, 0, null, 1),
  'tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls) payable': each(1, 0, null, 1),
  'tryBlockAndAggregate(bool requireSuccess, (address target, bytes callData)[] calls) payable': each(1, 0, null, 1),
  'aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable': each(0, 0, null, 2),
  'aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls) payable': each(
    0,
    0,
    2,
    3,
  ),
})
