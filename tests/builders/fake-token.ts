import { type Address, concatHex, encodeAbiParameters, getContractAddress, type Hex, parseAbi, zeroHash } from 'viem'
import { toEventSelector } from 'viem/utils'
import { DEPLOYMENT_PROXY } from '@/lib/desk/contracts-table'
import { sendOutside } from '@/tests/builders/outside'

const [TRANSFER] = parseAbi(['event Transfer(address indexed from, address indexed to, uint256 value)'])

// Says Transfer(from, to, value) of the three words that it is called with, whatever they are, and holds nothing.
const RUNTIME: Hex = concatHex(['0x6040356000526020356000357f', toEventSelector(TRANSFER), '0x60206000a300'])

// The same, and whoever asks it for a balance gets the number of the block, so that it never stays the same.
export const RESTLESS_TOKEN: Hex = concatHex(['0x36606014601057436000526020', '0x6000f35b', RUNTIME])

// Copies what follows it into memory and returns that.
const INIT: Hex = concatHex([`0x60${lengthOf(RUNTIME)}80600b6000396000f3`, RUNTIME])

/** Puts a contract on the chain that is no token and emits what tokens emit. */
export async function deployFakeToken(chainUrl: string): Promise<Address> {
  await sendOutside(chainUrl, { to: DEPLOYMENT_PROXY, data: concatHex([zeroHash, INIT]) })
  return getContractAddress({ from: DEPLOYMENT_PROXY, salt: zeroHash, bytecode: INIT, opcode: 'CREATE2' })
}

/** Has it say that somebody sent something to somebody. */
export async function pretendTransfer(
  chainUrl: string,
  token: Address,
  { from, to, units }: { from: Address; to: Address; units: bigint },
): Promise<void> {
  const types = [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }] as const
  await sendOutside(chainUrl, { to: token, data: encodeAbiParameters(types, [from, to, units]) })
}

function lengthOf(code: Hex): string {
  return ((code.length - 2) / 2).toString(16).padStart(2, '0')
}
