import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'
import { hexBytes } from '@/lib/approve/hex-bytes'
import { enrolSubject, type NewPasskey } from '@/lib/approve/passkey-subjects'
import { contentDigest, type Digest, sha256Hex } from '@/lib/core/digest'

// Crockford's base 32: no I, L, O or U, so that a code can be read out.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 25
const GROUP = 5

/** Random bytes that a new code is made of. 125 bits of them are used. */
export const CODE_BYTES = 16
/** How long a code can be used (SPEC §5). */
export const CODE_SECONDS = 30 * 60

/** What a code's owner shows instead of the code: its key, and a signature over one passkey of one member. */
export type CodeProof = { readonly codeKey: string; readonly signature: string }

/** The passkey that a code enrols. */
export type CodeStatement = { readonly installation: string; readonly memberId: string; readonly passkey: NewPasskey }

/** A new code as people pass it on: "7QK2M-…", five groups of five. @param random `CODE_BYTES` random bytes */
export function createCode(random: Uint8Array): string {
  let bits = random.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n)
  let letters = ''
  for (let place = 0; place < LENGTH; place += 1) {
    letters += LETTERS[Number(bits & 31n)] ?? ''
    bits >>= 5n
  }
  return grouped(letters)
}

/** A code as typed, in its one spelling; null when it is none. Case, gaps and letters that look alike do not matter. */
export function readCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const isCode = letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter))
  return isCode ? grouped(letters) : null
}

/** What stands for a code in the database and the log; it leads back neither to the code nor to its key. */
export const codeHash = (code: string): Digest => hashOfCodeKey(keyOfCode(code))

/** The public half of a code, base64url: what its holder shows in its place. */
export const keyOfCode = (code: string): string => encodeBase64url(ed25519.getPublicKey(secretOf(code)))

/** The hash of the code whose key this is. */
export const hashOfCodeKey = (codeKey: string): Digest => sha256Hex(`countersign/enrolment-code/1 ${codeKey}`)

/** Proves to know a code for one passkey of one member, without showing the code to anyone. */
export const proveCode = (code: string, statement: CodeStatement): CodeProof =>
  signWithCode(code, statementDigest(statement))

/** Whether who enrols exactly this passkey knew the code with this key. */
export const isCodeProven = (proof: CodeProof, statement: CodeStatement): boolean =>
  isCodeSigned(proof, statementDigest(statement))

/** A code's key, and its signature over a digest. */
export function signWithCode(code: string, digest: Digest): CodeProof {
  const secret = secretOf(code)
  const signature = ed25519.sign(hexBytes(digest), secret)
  return { codeKey: encodeBase64url(ed25519.getPublicKey(secret)), signature: encodeBase64url(signature) }
}

/** Whether the code with this key signed this digest. */
export function isCodeSigned({ codeKey, signature }: CodeProof, digest: Digest): boolean {
  const [key, signed] = [decodeBase64url(codeKey), decodeBase64url(signature)]
  if (key === null || signed === null) return false
  try {
    return ed25519.verify(signed, hexBytes(digest), key, { zip215: false })
  } catch {
    return false // bytes that are no key or no signature
  }
}

const secretOf = (code: string): Uint8Array => sha256(utf8ToBytes(`countersign/enrolment-code-secret/1 ${code}`))

const statementDigest = ({ installation, memberId, passkey }: CodeStatement): Digest =>
  contentDigest({ v: 'countersign/enrolment/1', installation, memberId, passkey: enrolSubject(passkey) })

const grouped = (letters: string): string => letters.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? ''
