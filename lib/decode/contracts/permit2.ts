import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'

export const PERMIT_DETAILS = 'address token, uint160 amount, uint48 expiration, uint48 nonce'
const PERMITTED = '(address token, uint256 amount)'
const TO = '(address to, uint256 requestedAmount)'

export const permit2 = pinned(
  'permit2',
  ['Permit2'],
  plain(
    'approve(address token, address spender, uint160 amount, uint48 expiration)',
    `permit(address owner, ((${PERMIT_DETAILS}) details, address spender, uint256 sigDeadline) permitSingle, bytes signature)`,
    `permit(address owner, ((${PERMIT_DETAILS})[] details, address spender, uint256 sigDeadline) permitBatch, bytes signature)`,
    'transferFrom(address from, address to, uint160 amount, address token)',
    'transferFrom((address from, address to, uint160 amount, address token)[] transferDetails)',
    `permitTransferFrom((${PERMITTED} permitted, uint256 nonce, uint256 deadline) permit, ${TO} transferDetails, address owner, bytes signature)`,
    `permitTransferFrom((${PERMITTED}[] permitted, uint256 nonce, uint256 deadline) permit, ${TO}[] transferDetails, address owner, bytes signature)`,
    'lockdown((address token, address spender)[] approvals)',
  ),
)
