import { functions } from '@/lib/decode/contracts/functions'
import type { FunctionSet, Unpack } from '@/lib/decode/contracts/types'
import { one, textOf } from '@/lib/decode/contracts/unpack'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { SafeVersion } from '@/lib/stage/types'
import { isAtLeast } from '@/lib/stage/versions'

/** First version that has the functions, and first that no longer has them (null: still there in 1.5.0). */
type Era = readonly [since: SafeVersion, until: SafeVersion | null, signatures: readonly string[]]

const TX = 'address to, uint256 value, bytes data, uint8 operation'
const GAS = 'uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver'
const PAYMENT = 'address paymentToken, uint256 payment, address paymentReceiver'
const SETUP = 'address[] _owners, uint256 _threshold, address to, bytes data'

/** External functions of the Safe singletons, from the published ABIs (safe-deployments; 0.1.0 from its source). */
const ERAS: readonly Era[] = [
  [
    '0.1.0',
    null,
    [
      'addOwnerWithThreshold(address owner, uint256 _threshold)',
      'removeOwner(address prevOwner, address owner, uint256 _threshold)',
      'swapOwner(address prevOwner, address oldOwner, address newOwner)',
      'changeThreshold(uint256 _threshold)',
      'enableModule(address module)',
      'disableModule(address prevModule, address module)',
      'approveHash(bytes32 hashToApprove)',
      `execTransaction(${TX}, ${GAS}, bytes signatures) payable`,
      `execTransactionFromModule(${TX})`,
      `getTransactionHash(${TX}, ${GAS}, uint256 _nonce) view`,
      'VERSION() view',
      'approvedHashes(address, bytes32) view',
      'domainSeparator() view',
      'getOwners() view',
      'getThreshold() view',
      'isOwner(address owner) view',
      'nonce() view',
      'signedMessages(bytes32) view',
    ],
  ],
  [
    '0.1.0',
    '1.3.0',
    [
      'changeMasterCopy(address _masterCopy)',
      'signMessage(bytes _data)',
      'isValidSignature(bytes _data, bytes _signature)',
      'getMessageHash(bytes message) view',
      'getModules() view',
      'NAME() view',
    ],
  ],
  ['0.1.0', '1.5.0', [`encodeTransactionData(${TX}, ${GAS}, uint256 _nonce) view`]],
  ['0.1.0', '1.4.0', [`requiredTxGas(${TX})`]],
  ['0.1.0', '1.0.0', [`setup(${SETUP})`]],
  ['1.0.0', '1.1.0', [`setup(${SETUP}, ${PAYMENT})`]],
  [
    '1.1.0',
    null,
    [
      `setup(${SETUP}, address fallbackHandler, ${PAYMENT})`,
      'setFallbackHandler(address handler)',
      `execTransactionFromModuleReturnData(${TX})`,
      'getModulesPaginated(address start, uint256 pageSize) view',
    ],
  ],
  ['1.2.0', null, ['isModuleEnabled(address module) view']],
  [
    '1.3.0',
    null,
    [
      'setGuard(address guard)',
      'simulateAndRevert(address targetContract, bytes calldataPayload)',
      'getStorageAt(uint256 offset, uint256 length) view',
      'checkSignatures(bytes32 dataHash, bytes data, bytes signatures) view',
      'checkNSignatures(bytes32 dataHash, bytes data, bytes signatures, uint256 requiredSignatures) view',
    ],
  ],
  ['1.3.0', '1.5.0', ['getChainId() view']],
  [
    '1.5.0',
    null,
    [
      'setModuleGuard(address moduleGuard)',
      'checkSignatures(address executor, bytes32 dataHash, bytes signatures) view',
      'checkNSignatures(address executor, bytes32 dataHash, bytes signatures, uint256 requiredSignatures) view',
    ],
  ],
]

/** What a new Safe runs in its own place while it is set up; most do without. */
const setupCall: Unpack = (args, inside) =>
  isSameAddress(textOf(args, 2), ZERO_ADDRESS)
    ? { calls: [] }
    : { calls: one(2, null, 3)(args, inside).calls.map((call) => ({ ...call, operation: 1 })) }

const UNPACK: readonly (readonly [start: string, unpack: Unpack])[] = [
  ['execTransaction', one(0, 1, 2, 3)],
  ['setup(', setupCall],
]

const byVersion = new Map<string, FunctionSet>()

/** What a Safe of this version can be asked to do. A self-call outside this list does nothing (SELF_CALL_NOOP). */
export function safeFunctions(version: string): FunctionSet {
  const known = byVersion.get(version) ?? safeSet((since, until) => isWithin(version, since, until))
  byVersion.set(version, known)
  return known
}

const isWithin = (version: string, since: SafeVersion, until: SafeVersion | null) =>
  isAtLeast(version, since) && (until === null || !isAtLeast(version, until))

function safeSet(isIn: (since: SafeVersion, until: SafeVersion | null) => boolean): FunctionSet {
  const signatures = ERAS.flatMap(([since, until, list]) => (isIn(since, until) ? list : []))
  return functions(
    Object.fromEntries(
      signatures.map((signature) => [signature, UNPACK.find(([start]) => signature.startsWith(start))?.[1] ?? null]),
    ),
  )
}

/** What some Safe of some version can be asked to do. */
export const anySafeFunctions: FunctionSet = safeSet(() => true)
