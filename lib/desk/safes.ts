import {
  concatHex,
  encodeFunctionData,
  encodePacked,
  getContractAddress,
  keccak256,
  pad,
  parseAbi,
  zeroAddress,
  type Address,
} from 'viem'
import { connectLocalChain, ISSUER, sendAs } from '@/lib/desk/chain-client'
import { officialAddress } from '@/lib/desk/contracts'
import type { DeployedVersion } from '@/lib/desk/contracts-table'

const FACTORY = parseAbi([
  'function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address proxy)',
  'function proxyCreationCode() view returns (bytes)',
])
const SAFE = parseAbi([
  'function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)',
])

export type NewSafe = {
  version: DeployedVersion
  owners: readonly Address[]
  threshold: number
  /** Same values and same salt nonce give the same address. */
  saltNonce: bigint
}

/**
 * Creates a Safe the usual way (factory, SafeL2 singleton, CompatibilityFallbackHandler, no module, no guard) and
 * returns its address. A Safe that is already there is left as it is.
 */
export async function deploySafe(url: string, safe: NewSafe): Promise<Address> {
  const client = connectLocalChain(url)
  const factory = officialAddress(safe.version, 'SafeProxyFactory')
  const singleton = officialAddress(safe.version, 'SafeL2')
  const handler = officialAddress(safe.version, 'CompatibilityFallbackHandler')
  const initializer = encodeFunctionData({
    abi: SAFE,
    functionName: 'setup',
    args: [safe.owners, BigInt(safe.threshold), zeroAddress, '0x', handler, zeroAddress, 0n, zeroAddress],
  })
  // SafeProxyFactory: salt = keccak256(keccak256(initializer) ‖ saltNonce), code = proxyCreationCode ‖ singleton.
  const proxyCode = await client.readContract({ address: factory, abi: FACTORY, functionName: 'proxyCreationCode' })
  const address = getContractAddress({
    opcode: 'CREATE2',
    from: factory,
    salt: keccak256(encodePacked(['bytes32', 'uint256'], [keccak256(initializer), safe.saltNonce])),
    bytecode: concatHex([proxyCode, pad(singleton)]),
  })
  if ((await client.getCode({ address })) !== undefined) return address
  const args = [singleton, initializer, safe.saltNonce] as const
  const data = encodeFunctionData({ abi: FACTORY, functionName: 'createProxyWithNonce', args })
  await sendAs(client, ISSUER, { to: factory, data })
  if ((await client.getCode({ address })) === undefined) throw new Error(`the factory made no Safe at ${address}`)
  return address
}
