import { addressArgument } from '@/lib/assess/calls'
import { isWithoutCode } from '@/lib/assess/known-contract'
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
  SafeToL2Setup: ['setupToL2(address)'],
  CreateCall: ['performCreate(uint256,bytes)', 'performCreate2(uint256,bytes,bytes32)'],
}
const MIGRATIONS: readonly string[] = ['SafeMigration', 'SafeToL2Migration']
const INSTALLERS: readonly string[] = ['SafeToL2Migration', 'SafeToL2Setup']
const SINGLETONS: readonly string[] = ['GnosisSafe', 'GnosisSafeL2', 'Safe', 'SafeL2']

type Known = Pick<Facts, 'staged' | 'effects' | 'code' | 'trustedDelegateTargets'>

/**
 * The official library that a delegatecall runs, or null when it is not to be trusted: another address, a function
 * the library is not meant for, bytes left unread, no code, or other code than published where the simulation saw it.
 */
export function trustedLibrary(node: CallNode, facts: Known): Deployment | null {
  const { staged, effects } = facts
  const { chainId, address } = staged.safe
  const deployment = node.elsewhere === '' ? findDeployment(chainId, node.target) : null
  if (!deployment || !LIBRARIES[deployment.name]?.includes(node.signature)) return null
  if (isWithoutCode(facts, node.target)) return null
  const seen =
    effects.kind === 'simulated' ? effects.touched.find((it) => isSameAddress(it.address, node.target)) : undefined
  if (seen && seen.codeHash.toLowerCase() !== deployment.codeHash.toLowerCase()) return null
  if (!INSTALLERS.includes(deployment.name)) return deployment
  // These install whatever singleton they are given, and the setup is for Safes that are being created.
  const isInPlace = deployment.name !== 'SafeToL2Setup' || !isSameAddress(node.actor, address)
  return isInPlace && isOfficialSingleton(chainId, addressArgument(node, 0)) ? deployment : null
}

/** True for what this Safe's own list lets it run in its place: that contract, and that function of it. */
export function isAllowListed(node: CallNode, { staged, trustedDelegateTargets = [], ...facts }: Known): boolean {
  if (!isSameAddress(node.actor, staged.safe.address) || isWithoutCode(facts, node.target)) return false
  const selector = node.data.slice(0, 10).toLowerCase()
  return trustedDelegateTargets.some(
    ({ address, selectors }) =>
      isSameAddress(address, node.target) && selectors.some((it) => it.toLowerCase() === selector),
  )
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
