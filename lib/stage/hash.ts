import type { Hash, Hex } from 'viem'
import { concat, keccak256, numberToHex, stringToHex } from 'viem/utils'
import type { SafeRef, SafeTx, SafeTxHashes, StagedTx } from '@/lib/stage/types'
import { isAtLeast } from '@/lib/stage/versions'

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
  const domain = keccak256(
    concat([
      typeHash('EIP712Domain', domainFields(safe)),
      ...(hasChainInDomain(safe) ? [word(BigInt(safe.chainId), 256)] : []),
      addressWord(safe.address),
    ]),
  )
  const message = keccak256(
    concat([
      typeHash('SafeTx', safeTxFields(safe)),
      addressWord(tx.to),
      word(tx.value, 256),
      keccak256(tx.data),
      word(BigInt(tx.operation), 8),
      word(tx.safeTxGas, 256),
      word(tx.baseGas, 256),
      word(tx.gasPrice, 256),
      addressWord(tx.gasToken),
      addressWord(tx.refundReceiver),
      word(tx.nonce, 256),
    ]),
  )
  return { domain, message, safeTx: keccak256(concat(['0x1901', domain, message])) }
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

function typeHash(name: string, fields: readonly TypedField[]): Hash {
  return keccak256(stringToHex(`${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`))
}

function word(value: bigint, bits: number): Hex {
  if (value < 0n || value >= 1n << BigInt(bits)) throw new RangeError(`${value} does not fit uint${bits}`)
  return numberToHex(value, { size: 32 })
}

// Bytes decide, not spelling: a wrong checksum is refused where addresses enter, never silently hashed differently.
const addressWord = (address: Hex): Hex => word(BigInt(address), 160)
