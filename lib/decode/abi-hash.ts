import type { AbiFunction, AbiParameter, Hash } from 'viem'
import { keccak256, stringToHex } from 'viem/utils'
import { canonicalize, type Json } from '@/lib/core/canonical'

/** keccak256 of the canonical JSON of an ABI entry, so that approvers bind the reading as well as the bytes. */
export function abiHash({ name, inputs, stateMutability }: AbiFunction): Hash {
  return keccak256(stringToHex(canonicalize({ name, stateMutability, inputs: inputs.map(parameterRecord) })))
}

function parameterRecord(parameter: AbiParameter): Json {
  const components = 'components' in parameter ? parameter.components.map(parameterRecord) : []
  return { name: parameter.name ?? '', type: parameter.type, components }
}
