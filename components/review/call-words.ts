import { displayText } from '@/lib/core/display-text'
import type { CallNode } from '@/lib/decode/types'
import type { AbiSource } from '../ui/abi-mark'
import { grouped } from './effect-words'

/** "CALL", "DELEGATECALL". */
export function callOperation({ operation }: CallNode): string {
  return operation === 0 ? 'CALL' : operation === 1 ? 'DELEGATECALL' : `OPERATION ${operation}`
}

/** Signature, selector, or that there is none. */
export function callName({ signature, data }: CallNode): string {
  if (signature !== '') return displayText(signature, 200)
  return data === '0x' ? 'no calldata' : data.slice(0, 10)
}

/** How its mark is drawn. */
export function abiSource({ provenance }: CallNode): AbiSource {
  if (provenance === 'too-deep') return 'unknown'
  return provenance === 'plain' ? 'verified' : provenance
}

/** Where the names of a call come from, in words. */
export function abiWords({ provenance, targetName, candidates, data }: CallNode): string {
  if (provenance === 'plain') return 'plain payment'
  if (provenance === 'verified') return targetName === '' ? 'verified at this address' : 'official deployment, pinned'
  if (provenance === 'standard') return 'standard interface, registered asset'
  if (provenance === 'selector-only') return `name by selector only: ${displayText(candidates.join(', '), 400)}`
  if (provenance === 'too-deep') return `not opened: too many calls inside, ${grouped((data.length - 2) / 2)} bytes`
  return `unknown, ${grouped((data.length - 2) / 2)} bytes`
}
