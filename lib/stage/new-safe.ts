import type { Address, Hex } from 'viem'
import { concat, encodeFunctionData, encodePacked, getContractAddress, keccak256, pad, parseAbi } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { Deployment } from '@/lib/stage/deployments'

const FACTORY = parseAbi([
  'function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address proxy)',
])
const SAFE = parseAbi([
  'function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)',
])

/** The official contracts that a new Safe is made of. */
export type SafeParts = { readonly factory: Deployment; readonly singleton: Deployment; readonly handler: Deployment }

export type NewSafe = {
  readonly owners: readonly Address[]
  readonly threshold: number
  /** The same owners, threshold and salt give the same address. */
  readonly saltNonce: bigint
}

/**
 * The call that creates a Safe without modules or guard, and where it will stand: CREATE2 of the factory, salted with
 * the setup and the nonce (SafeProxyFactory.sol).
 * @param creationCode `proxyCreationCode` of the factory, whose own code was compared with the official one
 */
export function buildNewSafe(
  { factory, singleton, handler }: SafeParts,
  { owners, threshold, saltNonce }: NewSafe,
  creationCode: Hex,
): { readonly to: Address; readonly data: Hex; readonly address: Address } {
  const initializer = encodeFunctionData({
    abi: SAFE,
    functionName: 'setup',
    args: [owners, BigInt(threshold), ZERO_ADDRESS, '0x', handler.address, ZERO_ADDRESS, 0n, ZERO_ADDRESS],
  })
  const data = encodeFunctionData({
    abi: FACTORY,
    functionName: 'createProxyWithNonce',
    args: [singleton.address, initializer, saltNonce],
  })
  const address = getContractAddress({
    opcode: 'CREATE2',
    from: factory.address,
    salt: keccak256(encodePacked(['bytes32', 'uint256'], [keccak256(initializer), saltNonce])),
    bytecode: concat([creationCode, pad(singleton.address)]),
  })
  return { to: factory.address, data, address }
}
