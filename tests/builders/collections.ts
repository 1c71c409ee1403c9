import { createRequire } from 'node:module'
import type { Address, Hex } from 'viem'
import type { LocalChainClient } from '@/lib/desk/chain-client'

/** Collections as the standards have them, with nobody asked for permission, since nothing here tests that. */
const SOURCE = `
pragma solidity ^0.8.20;
contract Unique {
  event Transfer(address indexed from, address indexed to, uint256 indexed id);
  mapping(uint256 => address) public ownerOf;
  mapping(address => uint256) public balanceOf;
  function mint(address to, uint256 id) external { ownerOf[id] = to; balanceOf[to]++; emit Transfer(address(0), to, id); }
  function transferFrom(address from, address to, uint256 id) public {
    require(ownerOf[id] == from);
    ownerOf[id] = to; balanceOf[from]--; balanceOf[to]++; emit Transfer(from, to, id);
  }
  function burn(uint256 id) external {
    address from = ownerOf[id];
    delete ownerOf[id]; balanceOf[from]--; emit Transfer(from, address(0), id);
  }
  function swap(address a, uint256 idA, address b, uint256 idB) external { transferFrom(a, b, idA); transferFrom(b, a, idB); }
}
contract Multi {
  event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value);
  event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values);
  mapping(address => mapping(uint256 => uint256)) public balanceOf;
  function mint(address to, uint256 id, uint256 value) external { balanceOf[to][id] += value; emit TransferSingle(msg.sender, address(0), to, id, value); }
  function safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes calldata) external {
    balanceOf[from][id] -= value; balanceOf[to][id] += value; emit TransferSingle(msg.sender, from, to, id, value);
  }
  function safeBatchTransferFrom(address from, address to, uint256[] calldata ids, uint256[] calldata values, bytes calldata) external {
    for (uint256 i = 0; i < ids.length; i++) { balanceOf[from][ids[i]] -= values[i]; balanceOf[to][ids[i]] += values[i]; }
    emit TransferBatch(msg.sender, from, to, ids, values);
  }
}`

type Solc = { readonly compile: (input: string) => string }
type Compiled = {
  readonly contracts: { readonly [file: string]: { readonly [name: string]: { readonly evm: Evm } } }
}
type Evm = { readonly deployedBytecode: { readonly object: string } }

export const UNIQUE: Address = '0x00000000000000000000000000000000000c0721'
export const MULTI: Address = '0x00000000000000000000000000000000000c1155'

/** Puts an ERC-721 and an ERC-1155 collection where tests look for them. */
export async function placeCollections(client: LocalChainClient): Promise<void> {
  const solc = createRequire(import.meta.url)('solc') as Solc
  const input = {
    language: 'Solidity',
    sources: { source: { content: SOURCE } },
    settings: { evmVersion: 'paris', outputSelection: { '*': { '*': ['evm.deployedBytecode.object'] } } },
  }
  const { contracts } = JSON.parse(solc.compile(JSON.stringify(input))) as Compiled
  const codeOf = (name: string): Hex => `0x${contracts['source']?.[name]?.evm.deployedBytecode.object ?? ''}`
  await client.setCode({ address: UNIQUE, bytecode: codeOf('Unique') })
  await client.setCode({ address: MULTI, bytecode: codeOf('Multi') })
}
