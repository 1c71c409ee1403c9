import type { AbiFunction } from 'viem'
import { functions } from '@/lib/decode/contracts/functions'
import type { SafeVersion } from '@/lib/stage/types'
import { isAtLeast } from '@/lib/stage/versions'

/** First version that has the functions, and first that no longer has them (null: still there in 1.5.0). */
type Era = readonly [since: SafeVersion, until: SafeVersion | null, abi: readonly AbiFunction[]]

const TX = 'address to, uint256 value, bytes data, uint8 operation'
const GAS = 'uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver'
const PAYMENT = 'address paymentToken, uint256 payment, address paymentReceiver'
const SETUP = 'address[] _owners, uint256 _threshold, address to, bytes data'

/** External functions of the Safe singletons, from the published ABIs (safe-deployments; 0.1.0 from its source). */
const ERAS: readonly Era[] = [
  [
    '0.1.0',
    null,
    functions(
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
    ),
  ],
  [
    '0.1.0',
    '1.3.0',
    functions(
      'changeMasterCopy(address _masterCopy)',
      'signMessage(bytes _data)',
      'isValidSignature(bytes _data, bytes _signature)',
      'getMessageHash(bytes message) view',
      'getModules() view',
      'NAME() view',
    ),
  ],
  ['0.1.0', '1.5.0', functions(`encodeTransactionData(${TX}, ${GAS}, uint256 _nonce) view`)],
  ['0.1.0', '1.4.0', functions(`requiredTxGas(${TX})`)],
  ['0.1.0', '1.0.0', functions(`setup(${SETUP})`)],
  ['1.0.0', '1.1.0', functions(`setup(${SETUP}, ${PAYMENT})`)],
  [
    '1.1.0',
    null,
    functions(
      `setup(${SETUP}, address fallbackHandler, ${PAYMENT})`,
      'setFallbackHandler(address handler)',
      `execTransactionFromModuleReturnData(${TX})`,
      'getModulesPaginated(address start, uint256 pageSize) view',
    ),
  ],
  ['1.2.0', null, functions('isModuleEnabled(address module) view')],
  [
    '1.3.0',
    null,
    functions(
      'setGuard(address guard)',
      'simulateAndRevert(address targetContract, bytes calldataPayload)',
      'getStorageAt(uint256 offset, uint256 length) view',
      'checkSignatures(bytes32 dataHash, bytes data, bytes signatures) view',
      'checkNSignatures(bytes32 dataHash, bytes data, bytes signatures, uint256 requiredSignatures) view',
    ),
  ],
  ['1.3.0', '1.5.0', functions('getChainId() view')],
  [
    '1.5.0',
    null,
    functions(
      'setModuleGuard(address moduleGuard)',
      'checkSignatures(address executor, bytes32 dataHash, bytes signatures) view',
      'checkNSignatures(address executor, bytes32 dataHash, bytes signatures, uint256 requiredSignatures) view',
    ),
  ],
]

/** What a Safe of this version can be asked to do. A self-call outside this list does nothing (SELF_CALL_NOOP). */
export function safeAbi(version: string): readonly AbiFunction[] {
  return ERAS.flatMap(([since, until, abi]) =>
    isAtLeast(version, since) && (until === null || !isAtLeast(version, until)) ? abi : [],
  )
}
