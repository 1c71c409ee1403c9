import type { Address, Hex } from 'viem'
import { keccak256, stringToHex } from 'viem/utils'
import { knownFunction } from '@/lib/decode/contracts/functions'
import type { KnownFunction } from '@/lib/decode/contracts/types'
import { readArguments } from '@/lib/decode/read-arguments'
import type { AbiOrigin, DecodeContext, NamedReading } from '@/lib/decode/types'

const MAX_NAMES = 8
const MAX_CHARACTERS = 1_000
const MAX_KNOWN = 4_000

type Named = readonly [text: string, abi: AbiOrigin | null]
const known = new Map<string, KnownFunction | null>()

/**
 * What calldata is called by those who vouch for nothing: the ABI fetched for the address first, then the index of names.
 * A name that does not hash to the selector is dropped, whoever gave it; one by which the bytes are not canonical has no
 * arguments.
 * @param data calldata with its selector
 * @param address whose fetched ABI counts; null where none may
 * @param candidates built-in signatures, which the index need not say again
 */
export function namedReadings(
  data: Hex,
  address: Address | null,
  { names, abis }: DecodeContext,
  candidates: readonly string[],
): readonly NamedReading[] {
  const selector = data.slice(0, 10).toLowerCase()
  const fetched = address === null ? undefined : abis?.[address.toLowerCase()]
  const text = fetched?.functions[selector]
  const claimed: readonly Named[] = fetched && text !== undefined ? [[text, fetched.origin]] : []
  const listed = (names?.[selector] ?? []).slice(0, MAX_NAMES).map((name): Named => [name, null])
  // A function that the code does not seem to have is named last.
  const isAbsent = fetched?.absent.includes(selector) === true
  const ordered = isAbsent ? [...listed, ...claimed] : [...claimed, ...listed]
  const found = new Map<string, NamedReading>()
  for (const [name, abi] of ordered) {
    const named = functionOf(name, selector)
    if (named === null || found.has(named.signature) || (abi === null && candidates.includes(named.signature))) continue
    const read = readArguments(named.entry.inputs, `0x${data.slice(10)}`)
    const isRead = read.anomalies.length === 0 && read.isTooMuch === undefined
    found.set(named.signature, {
      signature: named.signature,
      arguments: isRead ? read.arguments : null,
      abi,
      ...(abi !== null && isAbsent && { isAbsent }),
    })
  }
  return [...found.values()]
}

function functionOf(text: string, selector: string): KnownFunction | null {
  let named = known.get(text)
  if (named === undefined) {
    named = parse(text)
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(text, named)
  }
  return named && keccak256(stringToHex(named.signature)).slice(0, 10) === selector ? named : null
}

function parse(text: string): KnownFunction | null {
  try {
    return text.length > MAX_CHARACTERS ? null : knownFunction(text)
  } catch {
    return null // text from outside that is no signature names nothing
  }
}
