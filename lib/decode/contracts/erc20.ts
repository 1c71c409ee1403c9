import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { functions, plain } from '@/lib/decode/contracts/functions'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'

const FUNCTIONS = functions(
  plain(
    'transfer(address to, uint256 amount)',
    'transferFrom(address from, address to, uint256 amount)',
    'approve(address spender, uint256 amount)',
    'increaseAllowance(address spender, uint256 addedValue)',
    'increaseApproval(address spender, uint256 addedValue)',
    'approveAndCall(address spender, uint256 amount, bytes data)',
    'send(address recipient, uint256 amount, bytes data)',
    'authorizeOperator(address operator)',
    'decreaseAllowance(address spender, uint256 subtractedValue)',
    'permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  ),
)

/** ERC-20 as the standard has it (permit: ERC-2612), read only at tokens that two people registered. */
export const erc20: ContractDefinition = {
  id: 'erc20',
  read: (target, { tokens }) => {
    const token = tokens.find(({ address }) => isSameAddress(address, target))
    return token ? { name: displayText(token.symbol, 40), provenance: 'standard', functions: FUNCTIONS } : null
  },
  anywhere: FUNCTIONS,
}
