import 'server-only'
import { logPublicKey, signCheckpoint, type UnsignedCheckpoint } from '@/lib/audit/checkpoint'
import { type FoundList, sealFoundList } from '@/lib/audit/list-seal'
import type { Checkpoint } from '@/lib/audit/types'

export type CheckpointSigner = {
  /** Base64, as registered in the installation. */
  readonly publicKey: string
  readonly sign: (checkpoint: UnsignedCheckpoint) => Checkpoint
  /** Says what was found at a list's URL. */
  readonly seal: (found: FoundList) => string
}

let provided: CheckpointSigner | null = null

/** Called once by the worker, the only process that may read the key (SPEC §8). @param secretKey 32-byte Ed25519 seed */
export function provideCheckpointSigner(secretKey: Uint8Array): void {
  provided = {
    publicKey: logPublicKey(secretKey),
    sign: (checkpoint) => signCheckpoint(checkpoint, secretKey),
    seal: (found) => sealFoundList(found, secretKey),
  }
}

/** Null in every process but the worker. */
export const checkpointSigner = (): CheckpointSigner | null => provided
