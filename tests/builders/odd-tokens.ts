import { type Address, concatHex, encodeFunctionData, getAddress, type Hex, parseAbi } from 'viem'
import { ISSUER, sendAs } from '@/lib/desk/chain-client'
import type { TestChain } from '@/tests/builders/chain'

const ISSUED = parseAbi(['function mint(address to, uint256 value)', 'function rebase(uint256 units)'])

export const encodeRebase = (units: bigint): Hex =>
  encodeFunctionData({ abi: ISSUED, functionName: 'rebase', args: [units] })

/** Puts a token there, and issues units of it. */
export async function placeToken(chain: TestChain, code: Hex, to: Address, units: bigint): Promise<Address> {
  await chain.client.setCode({ address: PLACE, bytecode: code })
  const data = encodeFunctionData({ abi: ISSUED, functionName: 'mint', args: [to, units] })
  await sendAs(chain.client, ISSUER, { to: PLACE, data })
  return PLACE
}

const PLACE: Address = getAddress('0x0000000000000000000000000000000000070ce2')

/**
 * Logs the transfer that it is asked for, and takes everything. Solidity 0.8.37, evmVersion cancun, optimizer runs 1:
 *
 * contract OverTaker {
 *   mapping(address => uint256) public balanceOf;
 *   event Transfer(address indexed from, address indexed to, uint256 value);
 *   function mint(address to, uint256 value) external { balanceOf[to] += value; }
 *   function transfer(address to, uint256 value) external returns (bool) {
 *     balanceOf[to] += balanceOf[msg.sender];
 *     balanceOf[msg.sender] = 0;
 *     emit Transfer(msg.sender, to, value);
 *     return true;
 *   }
 * }
 */
export const OVER_TAKER: Hex = concatHex([
  '0x608060405234801561000f575f5ffd5b506004361061003f575f3560e01c806340c10f191461004357806370a0823114',
  '0x610058578063a9059cbb1461008a575b5f5ffd5b610056610051366004610184565b6100ad565b005b61007761006636',
  '0x60046101ac565b5f6020819052908152604090205481565b6040519081526020015b60405180910390f35b61009d6100',
  '0x98366004610184565b6100dd565b6040519015158152602001610081565b6001600160a01b0382165f90815260208190',
  '0x526040812080548392906100d49084906101cc565b90915550505050565b335f90815260208190526040808220546001',
  '0x600160a01b03851683529082208054839061010b9084906101cc565b9091555050335f81815260208181526040808320',
  '0x9290925590518481526001600160a01b03861692917fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f5',
  '0x5a4df523b3ef910160405180910390a35060015b92915050565b80356001600160a01b038116811461017f575f5ffd5b',
  '0x919050565b5f5f60408385031215610195575f5ffd5b61019e83610169565b946020939093013593505050565b5f6020',
  '0x82840312156101bc575f5ffd5b6101c582610169565b9392505050565b8082018082111561016357634e487b7160e01b',
  '0x5f52601160045260245ffd',
])

/**
 * Keeps shares of a pool, as rebasing tokens do: what an account has follows the pool, a transfer moves whole shares, and
 * its log says what it was asked for. Compiled alike:
 *
 * contract Rebasing {
 *   mapping(address => uint256) shares;
 *   uint256 totalShares;
 *   uint256 pooled;
 *   event Transfer(address indexed from, address indexed to, uint256 value);
 *   function mint(address to, uint256 value) external {
 *     uint256 more = totalShares == 0 ? value : value * totalShares / pooled;
 *     shares[to] += more;
 *     totalShares += more;
 *     pooled += value;
 *     emit Transfer(address(0), to, value);
 *   }
 *   function balanceOf(address account) external view returns (uint256) {
 *     return totalShares == 0 ? 0 : shares[account] * pooled / totalShares;
 *   }
 *   function rebase(uint256 units) external { pooled = units; }
 *   function transfer(address to, uint256 value) external returns (bool) {
 *     uint256 moved = value * totalShares / pooled;
 *     shares[msg.sender] -= moved;
 *     shares[to] += moved;
 *     emit Transfer(msg.sender, to, value);
 *     return true;
 *   }
 * }
 */
export const REBASING: Hex = concatHex([
  '0x608060405234801561000f575f5ffd5b506004361061004a575f3560e01c806340c10f191461004e57806370a0823114',
  '0x610063578063a9059cbb14610089578063bc4f2d6d146100ac575b5f5ffd5b61006161005c366004610290565b6100bf',
  '0x565b005b6100766100713660046102b8565b610184565b6040519081526020015b60405180910390f35b61009c610097',
  '0x366004610290565b6101cd565b6040519015158152602001610080565b6100616100ba3660046102d8565b600255565b',
  '0x5f6001545f146100e8576002546001546100d99084610303565b6100e3919061031a565b6100ea565b815b9050805f5f',
  '0x856001600160a01b03166001600160a01b031681526020019081526020015f205f82825461011d9190610339565b9250',
  '0x50819055508060015f8282546101359190610339565b925050819055508160025f82825461014d9190610339565b9091',
  '0x5550506040518281526001600160a01b038416905f905f5160206103605f395f51905f529060200160405180910390a3',
  '0x505050565b5f6001545f146101c5576001546002546001600160a01b0384165f908152602081905260409020546101b6',
  '0x9190610303565b6101c0919061031a565b6101c7565b5f5b92915050565b5f5f600254600154846101e0919061030356',
  '0x5b6101ea919061031a565b335f9081526020819052604081208054929350839290919061020d90849061034c565b9091',
  '0x5550506001600160a01b0384165f9081526020819052604081208054839290610239908490610339565b909155505060',
  '0x40518381526001600160a01b0385169033905f5160206103605f395f51905f529060200160405180910390a350600193',
  '0x92505050565b80356001600160a01b038116811461028b575f5ffd5b919050565b5f5f604083850312156102a1575f5f',
  '0xfd5b6102aa83610275565b946020939093013593505050565b5f602082840312156102c8575f5ffd5b6102d182610275',
  '0x565b9392505050565b5f602082840312156102e8575f5ffd5b5035919050565b634e487b7160e01b5f52601160045260',
  '0x245ffd5b80820281158282048414176101c7576101c76102ef565b5f8261033457634e487b7160e01b5f526012600452',
  '0x60245ffd5b500490565b808201808211156101c7576101c76102ef565b818103818111156101c7576101c76102ef56fe',
  '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
])
