import { passkeyFactor } from '@/lib/approve/factors/passkey/factor'
import type { Factor } from '@/lib/approve/factors/types'

/** Every second factor of this desk. */
export const FACTORS: readonly Factor[] = [passkeyFactor]
