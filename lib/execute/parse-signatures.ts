import type { Address, Hash, Hex } from 'viem'
import { concat, getAddress, hashMessage, numberToHex, size, slice } from 'viem/utils'
import type { CheckedSignature, SignatureType } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { recoverAddress } from '@/lib/execute/recover-address'

/** One signature as somebody keeps it; `owner` is what they say, null where they say nothing. */
export type GivenSignature = { readonly owner: Address | null; readonly signature: Hex | null }

/** One entry of a signatures blob. `fault` says why the Safe would refuse it whatever it recovers to. */
export type SignaturePart = {
  readonly type: SignatureType
  /** Named in the bytes: contract signatures and approved hashes only. */
  readonly owner: Address | null
  /** r, s and v as the Safe hands them to ecrecover; null for the types that are not recovered. */
  readonly ecdsa: Hex | null
  /** What the contract that signed is shown (EIP-1271). */
  readonly tail: Hex | null
  readonly fault: string
}

const PART_BYTES = 65
const NO_PART = { owner: null, ecdsa: null, tail: null } as const

/**
 * The entries of a Safe's `signatures` bytes (Safe.sol `checkNSignatures`): 65 bytes {r, s, v} each, then the tails that
 * contract signatures point to. v = 0 is a contract's, 1 an approved hash, 27 and 28 ECDSA, 31 and 32 eth_sign; every
 * other v is refused. Bytes that belong to no entry are an entry of their own, with a fault.
 */
export function parseSignatures(blob: Hex): readonly SignaturePart[] {
  const total = size(blob)
  const parts: SignaturePart[] = []
  const tails: Span[] = []
  let end = total
  for (let at = 0; at + PART_BYTES <= end; at += PART_BYTES) {
    const { part, tail } = readPart(slice(blob, at, at + PART_BYTES), blob, at + PART_BYTES)
    parts.push(part)
    if (!tail) continue
    tails.push(tail)
    end = Math.min(end, tail.from)
  }
  const isWhole = areCovered([{ from: 0, to: parts.length * PART_BYTES }, ...tails], total)
  if (isWhole && total > 0) return parts
  return [...parts, { ...NO_PART, type: 'MALFORMED', fault: 'Bytes of the blob belong to no signature.' }]
}

/**
 * What each signature is worth for this very hash. Well-formed bytes always recover to somebody: only the comparison
 * with the named owner, and with the owners of the Safe, says that they are good. What needs the chain (an approved
 * hash, a contract's signature) is neither valid nor invalid here: null.
 * @param owners the Safe's owners, null where they are not known
 */
export async function checkSignatures(
  safeTxHash: Hash,
  given: readonly GivenSignature[],
  owners: readonly Address[] | null,
): Promise<readonly CheckedSignature[]> {
  const seen = new Set<string>()
  const checked: CheckedSignature[] = []
  for (const { owner: named, signature } of given) {
    for (const part of signature === null ? [] : parseSignatures(signature)) {
      const recovered = part.ecdsa === null ? null : recoverPart(safeTxHash, part, part.ecdsa)
      const owner = named ?? part.owner ?? recovered
      const fault = faultOf(part, { owner, recovered, owners, seen })
      if (owner !== null) seen.add(owner.toLowerCase())
      const isProven = recovered !== null && (named !== null || owners !== null)
      checked.push({ owner, type: part.type, recovered, valid: fault === '' ? isProven || null : false, fault })
    }
    if (signature === null) checked.push({ owner: named, type: 'UNKNOWN', recovered: null, valid: null, fault: '' })
  }
  return checked
}

type Span = { readonly from: number; readonly to: number }

function readPart(bytes: Hex, blob: Hex, after: number): { readonly part: SignaturePart; readonly tail: Span | null } {
  const v = Number(slice(bytes, 64, 65))
  const bare = (type: SignatureType, more: Partial<SignaturePart>) => ({
    part: { ...NO_PART, type, fault: '', ...more },
    tail: null,
  })
  if (v === 0) return readContractPart(bytes, blob, after)
  if (v === 1) return bare('APPROVED_HASH', ownerIn(bytes))
  if (v === 27 || v === 28) return bare('EOA', { ecdsa: bytes })
  if (v === 31 || v === 32)
    return bare('ETH_SIGN', { ecdsa: concat([slice(bytes, 0, 64), numberToHex(v - 4, { size: 1 })]) })
  return bare('UNKNOWN', { fault: `v = ${v} is no signature type of a Safe.` })
}

function readContractPart(bytes: Hex, blob: Hex, after: number): ReturnType<typeof readPart> {
  const named = ownerIn(bytes)
  const refused = (fault: string) => ({
    part: { ...NO_PART, ...named, type: 'CONTRACT_SIGNATURE' as const, fault: named.fault || fault },
    tail: null,
  })
  const offset = BigInt(slice(bytes, 32, 64))
  const total = size(blob)
  if (offset < BigInt(after)) return refused('The contract signature points into the list of signatures.')
  if (offset + 32n > BigInt(total)) return refused('The contract signature points outside the bytes.')
  const from = Number(offset)
  const length = BigInt(slice(blob, from, from + 32))
  if (offset + 32n + length > BigInt(total)) return refused('The contract signature is cut off.')
  const to = from + 32 + Number(length)
  const tail: Hex = length === 0n ? '0x' : slice(blob, from + 32, to)
  return { part: { ...NO_PART, ...named, type: 'CONTRACT_SIGNATURE', tail }, tail: { from, to } }
}

/** The owner in r. The contract ignores the upper 12 bytes; nobody writes anything there for a good reason. */
function ownerIn(bytes: Hex): Pick<SignaturePart, 'owner' | 'fault'> {
  const isClean = BigInt(slice(bytes, 0, 12)) === 0n
  return {
    owner: getAddress(slice(bytes, 12, 32)),
    fault: isClean ? '' : 'The owner’s word has other bytes before it.',
  }
}

function recoverPart(hash: Hash, { type }: SignaturePart, signature: Hex): Address | null {
  try {
    const signed = type === 'ETH_SIGN' ? hashMessage({ raw: hash }) : hash
    return recoverAddress(signed, signature)
  } catch {
    return null // r or s is no such number, or r is on no point of the curve
  }
}

type Standing = {
  readonly owner: Address | null
  readonly recovered: Address | null
  readonly owners: readonly Address[] | null
  readonly seen: ReadonlySet<string>
}

function faultOf(part: SignaturePart, { owner, recovered, owners, seen }: Standing): string {
  if (part.fault !== '') return part.fault
  if (part.ecdsa !== null && recovered === null) return 'It recovers to nobody.'
  if (owner === null) return ''
  if (recovered !== null && !isSameAddress(recovered, owner)) return `It recovers to ${recovered} for this transaction.`
  if (part.owner !== null && !isSameAddress(part.owner, owner)) return `The bytes name ${part.owner}.`
  if (owners !== null && !owners.some((it) => isSameAddress(it, owner))) return `${owner} is no owner of this Safe.`
  return seen.has(owner.toLowerCase()) ? `${owner} has signed already; a Safe counts nobody twice.` : ''
}

function areCovered(spans: readonly Span[], total: number): boolean {
  let covered = 0
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from > covered) return false
    covered = Math.max(covered, to)
  }
  return covered === total
}
