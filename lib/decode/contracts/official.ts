import type { AbiFunction } from 'viem'
import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { findDeployment } from '@/lib/stage/deployments'

/** A definition for an official Safe library: it is one only at an address published for this very chain. */
export function official(id: string, contractName: string, abi: readonly AbiFunction[]): ContractDefinition {
  return {
    id,
    read: (target, { chainId }) => {
      const deployment = findDeployment(chainId, target)
      if (deployment?.name !== contractName) return null
      return { name: `${contractName} ${deployment.version}`, provenance: 'verified', abi }
    },
  }
}
