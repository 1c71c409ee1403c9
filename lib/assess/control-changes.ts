import type { Address } from 'viem'
import { addressArgument, allCalls, isSelfCall, readingsOf } from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'

/** A change of who controls a contract, or of the code that it runs. */
export type ControlChange = {
  readonly path: string
  readonly node: CallNode
  readonly kind: 'owner' | 'implementation' | 'role'
  /** Who or what comes in; null where control is given up. */
  readonly incoming: Address | null
}

type Place = readonly [kind: ControlChange['kind'], at: number | null]

/** Where each function names what comes in; null where it names nothing. */
const PLACES: Readonly<Record<string, Place>> = {
  'transferOwnership(address)': ['owner', 0],
  'setOwner(address)': ['owner', 0],
  'setAdmin(address)': ['owner', 0],
  'setPendingAdmin(address)': ['owner', 0],
  'beginDefaultAdminTransfer(address)': ['owner', 0],
  'setPendingOwner(address)': ['owner', 0],
  'nominateNewOwner(address)': ['owner', 0],
  'setGovernor(address)': ['owner', 0],
  'setGovernance(address)': ['owner', 0],
  'changeAdmin(address)': ['owner', 0],
  'changeProxyAdmin(address,address)': ['owner', 1],
  'renounceOwnership()': ['owner', null],
  'upgradeTo(address)': ['implementation', 0],
  'setImplementation(address)': ['implementation', 0],
  'upgradeToAndCall(address,bytes)': ['implementation', 0],
  'upgrade(address,address)': ['implementation', 1],
  'upgradeAndCall(address,address,bytes)': ['implementation', 1],
  'grantRole(bytes32,address)': ['role', 1],
  // Of another Safe: those of this one are its own configuration.
  'addOwnerWithThreshold(address,uint256)': ['owner', 0],
  'swapOwner(address,address,address)': ['owner', 2],
  'enableModule(address)': ['role', 0],
  'changeMasterCopy(address)': ['implementation', 0],
}

/** Every change of control in a call tree, also inside timelocks, governors and messages, and by a bare selector. */
export function controlChanges(facts: Pick<Facts, 'call' | 'staged'>): readonly ControlChange[] {
  return allCalls(facts).flatMap(({ node }) => {
    if (isSelfCall(node, facts.staged.safe.address)) return []
    return readingsOf(node).flatMap((reading): ControlChange[] => {
      const [kind, at] = PLACES[reading.signature] ?? []
      if (kind === undefined || at === undefined) return []
      const incoming = at === null ? null : addressArgument(reading, at)
      return [{ path: node.path, node, kind, incoming }]
    })
  })
}
