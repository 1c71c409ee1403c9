import type { Address } from 'viem'
import { addressArgument, allCalls, argument, isSelfCall } from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'

/** A decoded self-call that changes who controls the Safe. */
export type SettingsCall = { readonly path: string } & (
  | { readonly kind: 'add-owner'; readonly owner: Address; readonly threshold: bigint }
  | { readonly kind: 'remove-owner'; readonly previous: Address; readonly owner: Address; readonly threshold: bigint }
  | { readonly kind: 'swap-owner'; readonly previous: Address; readonly oldOwner: Address; readonly newOwner: Address }
  | { readonly kind: 'change-threshold'; readonly threshold: bigint }
  | { readonly kind: 'enable-module'; readonly module: Address }
  | { readonly kind: 'disable-module'; readonly previous: Address; readonly module: Address }
  | { readonly kind: 'set-guard' | 'set-module-guard'; readonly guard: Address }
  | { readonly kind: 'set-fallback-handler'; readonly handler: Address }
  | { readonly kind: 'change-singleton'; readonly singleton: Address }
)

/** The settings changes of a call tree in the order in which they run. */
export function settingsCalls(facts: Pick<Facts, 'call' | 'staged'>): readonly SettingsCall[] {
  return allCalls(facts).flatMap(({ node }) => {
    const call = isSelfCall(node, facts.staged.safe.address) ? settingsCall(node) : null
    return call ? [call] : []
  })
}

/** Who or what a change of the Safe's settings lets in. */
export function incomingOf(change: SettingsCall): Address | null {
  switch (change.kind) {
    case 'add-owner':
      return change.owner
    case 'swap-owner':
      return change.newOwner
    case 'enable-module':
      return change.module
    case 'set-guard':
    case 'set-module-guard':
      return change.guard
    case 'set-fallback-handler':
      return change.handler
    case 'change-singleton':
      return change.singleton
    case 'remove-owner':
    case 'change-threshold':
    case 'disable-module':
      return null
  }
}

function settingsCall(node: CallNode): SettingsCall | null {
  const { path } = node
  const address = (at: number) => addressArgument(node, at)
  const number = (at: number) => BigInt(argument(node, at))
  switch (node.signature) {
    case 'addOwnerWithThreshold(address,uint256)':
      return { path, kind: 'add-owner', owner: address(0), threshold: number(1) }
    case 'removeOwner(address,address,uint256)':
      return { path, kind: 'remove-owner', previous: address(0), owner: address(1), threshold: number(2) }
    case 'swapOwner(address,address,address)':
      return { path, kind: 'swap-owner', previous: address(0), oldOwner: address(1), newOwner: address(2) }
    case 'changeThreshold(uint256)':
      return { path, kind: 'change-threshold', threshold: number(0) }
    case 'enableModule(address)':
      return { path, kind: 'enable-module', module: address(0) }
    case 'disableModule(address,address)':
      return { path, kind: 'disable-module', previous: address(0), module: address(1) }
    case 'setGuard(address)':
      return { path, kind: 'set-guard', guard: address(0) }
    case 'setModuleGuard(address)':
      return { path, kind: 'set-module-guard', guard: address(0) }
    case 'setFallbackHandler(address)':
      return { path, kind: 'set-fallback-handler', handler: address(0) }
    case 'changeMasterCopy(address)':
      return { path, kind: 'change-singleton', singleton: address(0) }
    default:
      return null
  }
}
