import type { AbiFunction, AbiParameter, Hash } from 'viem'
import { keccak256, stringToHex } from 'viem/utils'
import { canonicalize, type Json } from '@/lib/core/canonical'

const known = new WeakMap<AbiFunction, Hash>()

/** keccak256 of the canonical JSON of an ABI entry, so that approvers bind the reading as well as the bytes. */
export function abiHash(entry: AbiFunction): Hash {
  const { name, inputs, stateMutability } = entry
  const hash =
    known.get(entry) ??
    keccak256(stringToHex(canonicalize({ name, stateMutability, inputs: inputs.map(parameterRecord) })))
  known.set(entry, hash)
  return hash
}

function parameterRecord(parameter: AbiParameter): Json {
  const components = 'components' in parameter ? parameter.components.map(parameterRecord) : []
  return { name: parameter.name ?? '', type: parameter.type, components }
}
