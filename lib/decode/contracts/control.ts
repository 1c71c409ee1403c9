import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'
import type { Unpack } from '@/lib/decode/contracts/types'
import { bytesOf, initializer } from '@/lib/decode/contracts/unpack'

/** Who owns a contract, and who has a role in it (OpenZeppelin Ownable, Ownable2Step, AccessControl and their kin). */
export const ownership = pinned(
  'ownership',
  [],
  plain(
    'transferOwnership(address newOwner)',
    'acceptOwnership()',
    'renounceOwnership()',
    'setOwner(address newOwner)',
    'setAdmin(address newAdmin)',
    'setPendingAdmin(address newPendingAdmin)',
    'setPendingOwner(address newPendingOwner)',
    'nominateNewOwner(address newOwner)',
    'setGovernor(address newGovernor)',
    'setGovernance(address newGovernance)',
    'beginDefaultAdminTransfer(address newAdmin)',
    'grantRole(bytes32 role, address account)',
    'revokeRole(bytes32 role, address account)',
    'renounceRole(bytes32 role, address account)',
  ),
)

/** The new code runs these bytes inside the contract that is upgraded. */
const ownInitializer: Unpack = (args, { self, caller }) => {
  const data = bytesOf(args, 1)
  return { calls: data === '0x' ? [] : [{ operation: 0, to: self, value: 0n, data, actor: caller }] }
}

/** Which code a proxy runs: UUPS and transparent proxies, beacons and ProxyAdmin. */
export const upgrades = pinned('upgrades', [], {
  ...plain(
    'upgradeTo(address newImplementation)',
    'setImplementation(address newImplementation)',
    'upgrade(address proxy, address implementation)',
    'changeAdmin(address newAdmin)',
    'changeProxyAdmin(address proxy, address newAdmin)',
  ),
  'upgradeToAndCall(address newImplementation, bytes data) payable': ownInitializer,
  'upgradeAndCall(address proxy, address implementation, bytes data) payable': initializer(0, 2),
})
