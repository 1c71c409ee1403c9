import { safeFunctions } from '@/lib/decode/contracts/safe-abi'
import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { findDeployment } from '@/lib/stage/deployments'

const NAMES: readonly string[] = ['GnosisSafe', 'GnosisSafeL2', 'Safe', 'SafeL2']

/** Official Safe singletons, called when a factory sets up a new Safe. */
export const safeSingleton: ContractDefinition = {
  id: 'safe-singleton',
  read: (target, { chainId }) => {
    const deployment = findDeployment(chainId, target)
    if (!deployment || !NAMES.includes(deployment.name)) return null
    const name = `${deployment.name} ${deployment.version}`
    return { name, provenance: 'verified', functions: safeFunctions(deployment.version) }
  },
}
