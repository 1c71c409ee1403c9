import { bytesToHex } from '@noble/hashes/utils.js'
import { fromBase64, toBase64 } from '@/lib/audit/base64'
import { checkpointNote } from '@/lib/audit/checkpoint'
import type { Checkpoint } from '@/lib/audit/types'

const NOTE = /^(\S+)\n(\d+)\n(\S+)\nat (\S+)\n\n— \S+ (\S+)\n$/

/**
 * Reads a signed note back into its checkpoint (C2SP tlog-checkpoint, as `checkpointNote` writes it). Null unless
 * writing it again gives the same text, byte for byte; the signature is not checked here.
 */
export function readCheckpointNote(note: string): Checkpoint | null {
  const [, origin = '', size = '', root = '', at = '', signed = ''] = NOTE.exec(note) ?? []
  const rootBytes = fromBase64(root)
  const signature = fromBase64(signed)
  if (rootBytes?.length !== 32 || signature?.length !== 68) return null
  const checkpoint: Checkpoint = {
    origin,
    size: Number(size),
    root: `0x${bytesToHex(rootBytes)}`,
    at,
    signature: toBase64(signature.slice(4)),
    keyId: bytesToHex(signature.slice(0, 4)),
  }
  return checkpointNote(checkpoint) === note ? checkpoint : null
}
