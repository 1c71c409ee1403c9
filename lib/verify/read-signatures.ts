import type { Hex } from 'viem'
import type { GivenSignature } from '@/lib/execute/parse-signatures'
import { type Field, member, optional, readAddress, readHex, readList, refuse } from '@/lib/verify/fields'

/** More than any Safe has owners; each is recovered by itself, which takes its time. */
const MAX_BYTES = 1_000 * 65

/** The signatures of a case by where they came from: its own, and the stored ones of a service. Absent ones are none. */
export function readSignatureSources(...sources: readonly Field[]): readonly (readonly GivenSignature[])[] {
  return sources.flatMap((source) => {
    const found = optional(source, readSource) ?? []
    return found.length > 0 ? [found] : []
  })
}

/** The packed bytes of `execTransaction`, or a list of separate signatures. */
function readSource(field: Field): readonly GivenSignature[] {
  if (Array.isArray(field.value)) return readList(field, readOne)
  return [{ owner: null, signature: readBlob(field) }]
}

// What its type is said to be is read from the bytes instead.
function readOne(field: Field): GivenSignature {
  if (typeof field.value === 'string') return { owner: null, signature: readBlob(field) }
  return {
    owner: optional(member(field, 'owner'), readAddress) ?? null,
    signature: optional(member(field, 'signature'), readBlob) ?? null,
  }
}

function readBlob(field: Field): Hex {
  const blob = readHex(field)
  return blob.length <= 2 + 2 * MAX_BYTES ? blob : refuse(field, `at most ${MAX_BYTES} bytes of signatures`)
}
