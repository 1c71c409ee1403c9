import type { AbiFunction, Hex } from 'viem'
import { toFunctionSelector, toFunctionSignature } from 'viem/utils'
import { functions } from '@/lib/decode/contracts/functions'

/** Functions whose name alone is a warning. At a contract nobody registered they are candidates, never a reading. */
const DANGEROUS = functions(
  'transfer(address to, uint256 amount)',
  'transferFrom(address from, address to, uint256 amount)',
  'approve(address spender, uint256 amount)',
  'increaseAllowance(address spender, uint256 addedValue)',
  'setApprovalForAll(address operator, bool approved)',
  'safeTransferFrom(address from, address to, uint256 tokenId)',
  'safeTransferFrom(address from, address to, uint256 tokenId, bytes data)',
  'permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  'approve(address token, address spender, uint160 amount, uint48 expiration)',
  'transferOwnership(address newOwner)',
  'upgradeTo(address newImplementation)',
  'upgradeToAndCall(address newImplementation, bytes data)',
  'upgrade(address proxy, address implementation)',
  'upgradeAndCall(address proxy, address implementation, bytes data)',
  'changeAdmin(address newAdmin)',
  'grantRole(bytes32 role, address account)',
  'multiSend(bytes transactions)',
  'approveHash(bytes32 hashToApprove)',
  'enableModule(address module)',
  'execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
)

const BY_SELECTOR = new Map<string, readonly AbiFunction[]>()
for (const entry of DANGEROUS) {
  const selector = toFunctionSelector(entry)
  BY_SELECTOR.set(selector, [...(BY_SELECTOR.get(selector) ?? []), entry])
}

/** Dangerous functions that calldata may call, by selector only. */
export function dangerousCandidates(data: Hex): readonly AbiFunction[] {
  return BY_SELECTOR.get(data.slice(0, 10).toLowerCase()) ?? []
}

/** Their signatures, as shown to people. */
export function candidateSignatures(data: Hex): readonly string[] {
  return dangerousCandidates(data).map((entry) => toFunctionSignature(entry))
}
