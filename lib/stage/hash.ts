import { keccak_256 as keccak } from '@noble/hashes/sha3.js'
import type { Hash } from 'viem'
import { bytesToHex } from 'viem/utils'
import type { SafeRef, SafeTx, SafeTxHashes, StagedTx } from '@/lib/stage/types'
import { isAtLeast } from '@/lib/stage/versions'
import { bytesOf, putAddress, putHash, putNumber, WORD_BYTES } from '@/lib/stage/words'

/** keccak256 of the type strings in the Safe contracts; a test computes each from the fields below. */
const DOMAIN_TYPE = bytesOf('0x47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218')
const DOMAIN_TYPE_BEFORE_1_3 = bytesOf('0x035aff83d86937d35b32e04f0ddc6ff469290eef2f1b692d8a815c89404d4749')
const SAFE_TX_TYPE = bytesOf('0xbb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8')
const SAFE_TX_TYPE_BEFORE_1_0 = bytesOf('0x14d461bc7412367e924637b363c7bf29b8f47e2f84869f4426e5633d8af47b20')

const SAFE_TX_FIELDS = [
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'data', type: 'bytes' },
  { name: 'operation', type: 'uint8' },
  { name: 'safeTxGas', type: 'uint256' },
  { name: 'baseGas', type: 'uint256' },
  { name: 'gasPrice', type: 'uint256' },
  { name: 'gasToken', type: 'address' },
  { name: 'refundReceiver', type: 'address' },
  { name: 'nonce', type: 'uint256' },
] as const

type TypedField = { readonly name: string; readonly type: string }

/**
 * EIP-712 hashes of a SafeTx, by our own encoding of the raw fields (GnosisSafe.sol `getTransactionHash`, 0.1.0 to
 * 1.5.0): the domain has no chainId before 1.3.0, and baseGas was named dataGas before 1.0.0.
 * @throws RangeError when a field does not fit its ABI type: such a transaction has no hash
 */
export function hashSafeTx(safe: SafeRef, tx: SafeTx): SafeTxHashes {
  const domain = hashDomain(safe)
  const struct = new Uint8Array(11 * WORD_BYTES)
  putHash(struct, 0, isAtLeast(safe.version, '1.0.0') ? SAFE_TX_TYPE : SAFE_TX_TYPE_BEFORE_1_0)
  putAddress(struct, 1, tx.to)
  putNumber(struct, 2, tx.value, 256)
  putHash(struct, 3, keccak(bytesOf(tx.data)))
  putNumber(struct, 4, BigInt(tx.operation), 8)
  putNumber(struct, 5, tx.safeTxGas, 256)
  putNumber(struct, 6, tx.baseGas, 256)
  putNumber(struct, 7, tx.gasPrice, 256)
  putAddress(struct, 8, tx.gasToken)
  putAddress(struct, 9, tx.refundReceiver)
  putNumber(struct, 10, tx.nonce, 256)
  const message = keccak(struct)
  return {
    domain: bytesToHex(domain),
    message: bytesToHex(message),
    safeTx: bytesToHex(keccak(signedBytes(domain, message))),
  }
}

/** The EIP-712 domain hash of a Safe, which exists for every transaction, hashable or not. */
export const domainHashOf = (safe: SafeRef): Hash => bytesToHex(hashDomain(safe))

/** What EIP-712 hashes last: 0x1901, then domain and message hash (`encodeTransactionData` of the Safe). */
export function signedBytes(domain: Uint8Array, message: Uint8Array): Uint8Array {
  const signed = new Uint8Array(66)
  signed.set([0x19, 0x01])
  signed.set(domain, 2)
  signed.set(message, 34)
  return signed
}

/** The Safe hashed last and its domain: most callers hash many transactions of one Safe. */
let last: { readonly key: string; readonly domain: Uint8Array } | null = null

/** The domain hash as bytes; not to be written to. */
export function hashDomain(safe: SafeRef): Uint8Array {
  const key = `${safe.version} ${safe.chainId} ${safe.address}`
  if (last?.key !== key) last = { key, domain: computeDomain(safe) }
  return last.domain
}

function computeDomain(safe: SafeRef): Uint8Array {
  const hasChain = hasChainInDomain(safe)
  const words = new Uint8Array((hasChain ? 3 : 2) * WORD_BYTES)
  putHash(words, 0, hasChain ? DOMAIN_TYPE : DOMAIN_TYPE_BEFORE_1_3)
  if (hasChain) putNumber(words, 1, BigInt(safe.chainId), 256)
  putAddress(words, hasChain ? 2 : 1, safe.address)
  return keccak(words)
}

/** The EIP-712 document a wallet is asked to sign (`eth_signTypedData_v4`): plain JSON, amounts as decimal text. */
export function typedDataOf({ safe, tx }: Pick<StagedTx, 'safe' | 'tx'>) {
  const { baseGas, ...rest } = tx
  return {
    types: { EIP712Domain: domainFields(safe), SafeTx: safeTxFields(safe) },
    primaryType: 'SafeTx' as const,
    domain: {
      ...(hasChainInDomain(safe) ? { chainId: safe.chainId } : {}),
      verifyingContract: safe.address,
    },
    message: {
      ...rest,
      value: tx.value.toString(),
      safeTxGas: tx.safeTxGas.toString(),
      [gasFieldName(safe)]: baseGas.toString(),
      gasPrice: tx.gasPrice.toString(),
      nonce: tx.nonce.toString(),
    },
  }
}

const hasChainInDomain = (safe: SafeRef) => isAtLeast(safe.version, '1.3.0')
const gasFieldName = (safe: SafeRef) => (isAtLeast(safe.version, '1.0.0') ? 'baseGas' : 'dataGas')

function domainFields(safe: SafeRef): readonly TypedField[] {
  const contract = { name: 'verifyingContract', type: 'address' }
  return hasChainInDomain(safe) ? [{ name: 'chainId', type: 'uint256' }, contract] : [contract]
}

function safeTxFields(safe: SafeRef): readonly TypedField[] {
  return SAFE_TX_FIELDS.map((field) => (field.name === 'baseGas' ? { ...field, name: gasFieldName(safe) } : field))
}
