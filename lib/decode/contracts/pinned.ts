import { functions, type Signatures } from '@/lib/decode/contracts/functions'
import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { wellKnown } from '@/lib/decode/well-known'

/**
 * A definition for contracts published under one of these names. The same functions elsewhere are candidates, as they
 * are for one that has no published address at all.
 */
export function pinned(id: string, names: readonly string[], signatures: Signatures): ContractDefinition {
  const set = functions(signatures)
  return {
    id,
    read: (target, { chainId }) => {
      const name = names.length === 0 ? null : wellKnown(chainId, target)
      return name !== null && names.includes(name) ? { name, provenance: 'verified', functions: set } : null
    },
    anywhere: set,
  }
}
