import { createCall } from '@/lib/decode/contracts/create-call'
import { erc20 } from '@/lib/decode/contracts/erc20'
import { multisend } from '@/lib/decode/contracts/multisend'
import { safe } from '@/lib/decode/contracts/safe'
import { safeMigration } from '@/lib/decode/contracts/safe-migration'
import { safeToL2Migration } from '@/lib/decode/contracts/safe-to-l2-migration'
import { signMessageLib } from '@/lib/decode/contracts/sign-message-lib'
import type { ContractDefinition } from '@/lib/decode/contracts/types'

/** Asked in this order; the Safe first, so that nothing else can ever read a self-call. */
export const CONTRACTS: readonly ContractDefinition[] = [
  safe,
  multisend,
  signMessageLib,
  safeMigration,
  safeToL2Migration,
  createCall,
  erc20,
]
