import { displayText } from '@/lib/core/display-text'
import type { AbiOrigin, CallNode, DecodedArgument } from '@/lib/decode/types'
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
  return provenance === 'plain' ? 'verified' : provenance === 'registered' ? 'standard' : provenance
}

/** Where the names of a call come from, in words. */
export function abiWords(call: CallNode): string {
  const { provenance, targetName, data } = call
  if (provenance === 'plain') return 'plain payment'
  if (provenance === 'verified') return targetName === '' ? 'verified at this address' : 'official deployment, pinned'
  if (provenance === 'standard') return 'standard interface, registered asset'
  if (provenance === 'registered') return 'registered by two people, for the code that it runs'
  if (provenance === 'selector-only') return displayText(namedWords(call), 600)
  if (provenance === 'too-deep') return `not opened: too many calls inside, ${grouped((data.length - 2) / 2)} bytes`
  return `unknown, ${grouped((data.length - 2) / 2)} bytes`
}

/** The arguments to show: those of the reading, or by the likeliest name where nothing vouches for one. */
export function shownArguments({ signature, arguments: read, names: [first] }: CallNode): readonly DecodedArgument[] {
  return signature === '' && first && !first.isAbsent ? (first.arguments ?? []) : read
}

// Whoever publishes an ABI writes what it says: it stands apart from names, and never without these words.
function namedWords({ candidates, names }: CallNode): string {
  const fetched = names.flatMap(({ abi, signature, isAbsent }) =>
    abi ? [`${abiOriginWords(abi)}: not vouched for${isAbsent ? ', not found in its code' : ''}: ${signature}`] : [],
  )
  const listed = [...candidates, ...names.flatMap(({ abi, signature }) => (abi ? [] : [signature]))]
  return [...fetched, ...(listed.length > 0 ? [`name by selector only: ${listed.join(', ')}`] : [])].join('; ')
}

function abiOriginWords({ source, match, implementation }: AbiOrigin): string {
  const from =
    source === 'sourcify' ? `Sourcify (${match === 'exact_match' ? 'exact match' : 'match'})` : "this desk's folder"
  return `ABI from ${from}${implementation ? ` for implementation ${implementation}` : ''}`
}
