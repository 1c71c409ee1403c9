import { readHead } from '@/lib/approve/factors/passkey/cbor-map'
import { skipCbor } from '@/lib/approve/factors/passkey/cbor-skip'

/**
 * The authenticator data inside an attestation object: a CBOR map of `fmt`, `attStmt` and `authData` (WebAuthn Level 3
 * §6.5.4). The desk asks for no attestation, so a statement that comes all the same is stepped over and proves nothing.
 * @returns null when it is not exactly such a map
 */
export function readAttestedData(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const map = readHead(bytes, 0)
  if (map?.major !== 5 || map.argument !== 3) return null
  const seen = new Set<string>()
  let attested: Uint8Array<ArrayBuffer> | null = null
  let at = map.next
  for (let entry = 0; entry < 3; entry += 1) {
    const label = readText(bytes, at)
    if (label === null || seen.has(label.text)) return null
    seen.add(label.text)
    const value = readHead(bytes, label.next)
    const end = skipCbor(bytes, label.next)
    if (value === null || end === null || value.major !== MAJOR[label.text]) return null
    if (label.text === 'authData') attested = Uint8Array.from(bytes.subarray(value.next, end))
    at = end
  }
  return at === bytes.length ? attested : null
}

// fmt is text, attStmt a map, authData bytes; any other label has none of these.
const MAJOR: Readonly<Record<string, number>> = { fmt: 3, attStmt: 5, authData: 2 }

function readText(bytes: Uint8Array, at: number): { text: string; next: number } | null {
  const head = readHead(bytes, at)
  const end = skipCbor(bytes, at)
  if (head?.major !== 3 || end === null) return null
  return { text: new TextDecoder().decode(bytes.subarray(head.next, end)), next: end }
}
