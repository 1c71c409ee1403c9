import { toFunctionSelector } from 'viem/utils'
import { addressArgument, type PlacedCall } from '@/lib/assess/calls'
import { codeAt } from '@/lib/assess/known-targets'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { CallNode } from '@/lib/decode/types'
import { allDeployments, type Deployment, findDeployment } from '@/lib/stage/deployments'

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
export function trustedLibrary(node: CallNode, facts: Pick<Facts, 'staged' | 'effects' | 'code'>): Deployment | null {
  const { staged, effects } = facts
  const { chainId } = staged.safe
  const deployment = findDeployment(chainId, node.target)
  if (!deployment || !LIBRARIES[deployment.name]?.includes(node.signature)) return null
  if (codeAt(facts, node.target)?.hasCode === false) return null
  const seen =
    effects.kind === 'simulated' ? effects.touched.find((it) => isSameAddress(it.address, node.target)) : undefined
  if (seen && seen.codeHash.toLowerCase() !== deployment.codeHash.toLowerCase()) return null
  // This library installs whatever singleton it is given, so the argument has to be official as well.
  const isFree = deployment.name === 'SafeToL2Migration' && !isOfficialSingleton(chainId, addressArgument(node, 0))
  return isFree ? null : deployment
}

/** How far the code that an entry with operation 1 runs is to be trusted. */
export type DelegateStanding =
  | { readonly kind: 'official'; readonly library: Deployment }
  | { readonly kind: 'allow-listed' | 'reverting' | 'untrusted' }

/** What stands behind a delegatecall: an official library, this Safe's own list, a batch that refuses it, or nobody. */
export function delegateStanding({ node, parent, actor }: PlacedCall, facts: Facts): DelegateStanding {
  const batch = parent === null ? null : findDeployment(facts.staged.safe.chainId, parent.target)
  if (batch?.name === 'MultiSendCallOnly') return { kind: 'reverting' }
  const library = trustedLibrary(node, facts)
  if (library) return { kind: 'official', library }
  return isAllowListed(node, actor, facts) ? { kind: 'allow-listed' } : { kind: 'untrusted' }
}

// The list is this Safe's own: it says nothing about code that runs in place of another account.
function isAllowListed(node: CallNode, actor: string, { staged, delegateTargets, code }: Facts): boolean {
  if (!isSameAddress(actor, staged.safe.address)) return false
  if (codeAt({ ...(code && { code }) }, node.target)?.hasCode === false) return false
  const selector = node.data.slice(0, 10).toLowerCase()
  return (
    delegateTargets?.some(
      ({ address, selectors }) =>
        isSameAddress(address, node.target) && selectors.some((it) => it.toLowerCase() === selector),
    ) === true
  )
}

/** True for an official library of this chain called with a function it is meant for, by the selector alone. */
export function isLibraryCall(chainId: number, target: string, data: string): boolean {
  const functions = LIBRARIES[findDeployment(chainId, target)?.name ?? ''] ?? []
  return functions.some((signature) => toFunctionSelector(signature) === data.slice(0, 10).toLowerCase())
}

/** True for the libraries that replace the Safe's singleton by a newer official one. */
export const isMigration = (library: Deployment): boolean => MIGRATIONS.includes(library.name)

/** True for a Safe singleton published for this chain. */
export function isOfficialSingleton(chainId: number, address: string): boolean {
  return SINGLETONS.includes(findDeployment(chainId, address)?.name ?? '')
}

/** Every official library that a look-alike would imitate. People know their addresses whatever the chain. */
export function officialLibraries(): readonly Deployment[] {
  return allDeployments().filter(({ name }) => name in LIBRARIES)
}
