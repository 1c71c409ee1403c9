import 'server-only'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Hex } from 'viem'
import { bytesToHex, hexToBytes } from 'viem/utils'
import { AppError } from '@/lib/core/errors'

/** What a sealed signature belongs to; opening it for anything else fails. */
export type SealedFor = { readonly withdrawalId: string; readonly owner: string }

export type SignatureVault = {
  /** An owner signature as text for the database. */
  readonly seal: (signature: Hex, belongs: SealedFor) => string
  /** Null when it was sealed with another key or for something else, or was changed. */
  readonly open: (sealed: string, belongs: SealedFor) => Hex | null
}

const FORMAT = 'v1'
const [NONCE_BYTES, TAG_BYTES] = [12, 16]

/**
 * AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce each time; withdrawal and owner are authenticated with it, so
 * that no row's signature can be put into another row.
 * @param key 32 bytes, or null in a process that must not hold one: its vault refuses
 */
export function createSignatureVault(key: Uint8Array | null): SignatureVault {
  if (key !== null && key.length !== 32) throw new RangeError('the signature key has 32 bytes')
  const usable = (): Uint8Array => {
    if (key !== null) return key
    throw new AppError('UNAVAILABLE', 'This process holds no signature key, so it can neither store nor hand over.')
  }
  return {
    seal: (signature, belongs) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', usable(), nonce)
      cipher.setAAD(Buffer.from(boundTo(belongs)))
      const body = Buffer.concat([cipher.update(hexToBytes(signature)), cipher.final()])
      return `${FORMAT}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`
    },
    open: (sealed, belongs) => {
      const [format, text] = sealed.split('.')
      const bytes = Buffer.from(text ?? '', 'base64url')
      const key = usable()
      if (format !== FORMAT || bytes.length <= NONCE_BYTES + TAG_BYTES) return null
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      decipher.setAAD(Buffer.from(boundTo(belongs)))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
        return bytesToHex(Buffer.concat([decipher.update(body), decipher.final()]))
      } catch {
        return null // the tag does not fit
      }
    },
  }
}

const boundTo = ({ withdrawalId, owner }: SealedFor): string => `${withdrawalId}|${owner.toLowerCase()}`
