import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'
import { one, onOtherChain } from '@/lib/decode/contracts/unpack'

const RETRYABLE =
  'address to, uint256 l2CallValue, uint256 maxSubmissionCost, address excessFeeRefundAddress, address callValueRefundAddress, uint256 gasLimit, uint256 maxFeePerGas, bytes data'

/** Messages of the OP Stack, in both directions. */
export const optimism = pinned(
  'optimism',
  ['Optimism messenger', 'Optimism portal', 'Base messenger', 'Base portal', 'L2 messenger'],
  {
    'sendMessage(address _target, bytes _message, uint32 _minGasLimit) payable': onOtherChain(
      'the other side of the bridge',
      one(0, null, 1),
    ),
    'depositTransaction(address _to, uint256 _value, uint64 _gasLimit, bool _isCreation, bytes _data) payable':
      onOtherChain('the layer 2', one(0, 1, 4)),
  },
)

/** Messages of Arbitrum: retryable tickets down, ArbSys up, tokens by the gateways. */
export const arbitrum = pinned('arbitrum', ['Arbitrum inbox', 'Arbitrum gateway router', 'Arbitrum system'], {
  [`createRetryableTicket(${RETRYABLE}) payable`]: onOtherChain('Arbitrum', one(0, 1, 7)),
  [`unsafeCreateRetryableTicket(${RETRYABLE}) payable`]: onOtherChain('Arbitrum', one(0, 1, 7)),
  'sendTxToL1(address destination, bytes data) payable': onOtherChain('the layer 1', one(0, null, 1)),
  ...plain(
    'depositEth() payable',
    'withdrawEth(address destination) payable',
    'outboundTransfer(address _token, address _to, uint256 _amount, uint256 _maxGas, uint256 _gasPriceBid, bytes _data) payable',
    'outboundTransferCustomRefund(address _token, address _refundTo, address _to, uint256 _amount, uint256 _maxGas, uint256 _gasPriceBid, bytes _data) payable',
  ),
})
