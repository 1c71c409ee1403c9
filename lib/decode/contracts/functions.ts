import type { Abi, AbiParameter } from 'viem'
import { keccak256, parseAbi, stringToHex } from 'viem/utils'
import type { FunctionSet, KnownFunction, Unpack } from '@/lib/decode/contracts/types'

/** Solidity signatures such as `transfer(address to, uint256 amount)`, each with what finds the calls inside. */
export type Signatures = Readonly<Record<string, Unpack | null>>

/** The functions of a contract. Parsed when the first one is asked for; throws then when one is misspelt. */
export function functions(signatures: Signatures): FunctionSet {
  let bySelector: ReadonlyMap<string, KnownFunction> | null = null
  return (selector) => {
    bySelector ??= new Map(
      Object.entries(signatures).map(([signature, unpack]) => {
        const known = knownFunction(signature, unpack)
        return [keccak256(stringToHex(known.signature)).slice(0, 10), known]
      }),
    )
    return bySelector.get(selector)
  }
}

/** Signatures without calls inside. */
export const plain = (...signatures: readonly string[]): Signatures =>
  Object.fromEntries(signatures.map((signature) => [signature, null]))

/** One function. @throws when it is misspelt */
export function knownFunction(signature: string, unpack: Unpack | null = null): KnownFunction {
  const abi: Abi = parseAbi([`function ${signature}` as string])
  const [entry] = abi
  if (entry?.type !== 'function') throw new Error(`${signature} is no function`)
  return { entry, signature: `${entry.name}${typesOf(entry.inputs)}`, unpack }
}

/** The types alone, tuples written out: what a selector is the hash of. */
function typesOf(parameters: readonly AbiParameter[]): string {
  const types = parameters.map((parameter) =>
    'components' in parameter
      ? `${typesOf(parameter.components)}${parameter.type.slice('tuple'.length)}`
      : parameter.type,
  )
  return `(${types.join(',')})`
}
