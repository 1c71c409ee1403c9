import type { Abi, AbiFunction } from 'viem'
import { parseAbi } from 'viem/utils'

/** ABI entries from Solidity signatures such as `transfer(address to, uint256 amount)`. Throws on a misspelt one. */
export function functions(...signatures: readonly string[]): readonly AbiFunction[] {
  const abi: Abi = parseAbi(signatures.map((signature): string => `function ${signature}`))
  return abi.flatMap((entry) => (entry.type === 'function' ? [entry] : []))
}
