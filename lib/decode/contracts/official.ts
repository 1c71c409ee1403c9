import { functions, type Signatures } from '@/lib/decode/contracts/functions'
import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { findDeployment } from '@/lib/stage/deployments'

/** A definition for official Safe contracts: one is only at an address published for this very chain. */
export function official(id: string, names: readonly string[], signatures: Signatures): ContractDefinition {
  const set = functions(signatures)
  return {
    id,
    read: (target, { chainId }) => {
      const deployment = findDeployment(chainId, target)
      if (!deployment || !names.includes(deployment.name)) return null
      return { name: `${deployment.name} ${deployment.version}`, provenance: 'verified', functions: set }
    },
    anywhere: set,
  }
}
