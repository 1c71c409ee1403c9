import { anySafeFunctions, safeFunctions } from '@/lib/decode/contracts/safe-abi'
import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { isSameAddress } from '@/lib/core/address'

/** The Safe itself. A self-call is read only with the ABI of that Safe's version, whatever any database says. */
export const safe: ContractDefinition = {
  id: 'safe',
  read: (target, context) => {
    if (!isSameAddress(target, context.safe)) return null
    return { name: 'This Safe', provenance: 'verified', functions: safeFunctions(context.safeVersion) }
  },
  anywhere: anySafeFunctions,
}
