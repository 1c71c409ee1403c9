import { addressArgument } from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { CallNode } from '@/lib/decode/types'
import { type Deployment, deploymentsOf, findDeployment } from '@/lib/stage/deployments'

/** Official libraries made to run inside a Safe, each with the functions it is meant for. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  MultiSend: ['multiSend(bytes)'],
  MultiSendCallOnly: ['multiSend(bytes)'],
  SignMessageLib: ['signMessage(bytes)'],
  SafeMigration: [
    'migrateSingleton()',
    'migrateWithFallbackHandler()',
    'migrateL2Singleton()',
    'migrateL2WithFallbackHandler()',
  ],
  SafeToL2Migration: ['migrateToL2(address)', 'migrateFromV111(address,address)'],
  CreateCall: ['performCreate(uint256,bytes)', 'performCreate2(uint256,bytes,bytes32)'],
}
const MIGRATIONS: readonly string[] = ['SafeMigration', 'SafeToL2Migration']
const SINGLETONS: readonly string[] = ['GnosisSafe', 'GnosisSafeL2', 'Safe', 'SafeL2']

/**
 * The official library that a delegatecall runs, or null when it is not to be trusted: another address, a function
 * the library is not meant for, bytes left unread, or other code than published where the simulation saw the code.
 */
export function trustedLibrary(
  node: CallNode,
  { staged, effects }: Pick<Facts, 'staged' | 'effects'>,
): Deployment | null {
  const { chainId } = staged.safe
  const deployment = findDeployment(chainId, node.target)
  if (!deployment || !LIBRARIES[deployment.name]?.includes(node.signature)) return null
  const seen =
    effects.kind === 'simulated' ? effects.touched.find((it) => isSameAddress(it.address, node.target)) : undefined
  if (seen && seen.codeHash.toLowerCase() !== deployment.codeHash.toLowerCase()) return null
  // This library installs whatever singleton it is given, so the argument has to be official as well.
  const isFree = deployment.name === 'SafeToL2Migration' && !isOfficialSingleton(chainId, addressArgument(node, 0))
  return isFree ? null : deployment
}

/** True for the libraries that replace the Safe's singleton by a newer official one. */
export const isMigration = (library: Deployment): boolean => MIGRATIONS.includes(library.name)

/** True for a Safe singleton published for this chain. */
export function isOfficialSingleton(chainId: number, address: string): boolean {
  return SINGLETONS.includes(findDeployment(chainId, address)?.name ?? '')
}

/** The libraries of a chain that a look-alike would imitate. */
export function librariesOf(chainId: number): readonly Deployment[] {
  return deploymentsOf(chainId).filter(({ name }) => name in LIBRARIES)
}
