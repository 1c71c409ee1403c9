import type { Address, Hash, Hex } from 'viem'
import { fromRlp, getAddress, keccak256, pad, size } from 'viem/utils'
import { codeHashOf } from '@/lib/simulate/proof/code-hash'
import { ProofFault } from '@/lib/simulate/proof/fault'
import type { Header } from '@/lib/simulate/proof/header'
import { type KnownNodes, lookUp } from '@/lib/simulate/proof/trie'
import type { Witness } from '@/lib/simulate/proof/types'

/** An account as a block has it. `exists` is false for one that the block proves to be nowhere. */
export type ProvenAccount = {
  readonly address: Address
  readonly exists: boolean
  readonly nonce: bigint
  readonly balance: bigint
  readonly code: Hex
  readonly codeHash: Hash
  /** Words of 32 bytes, by slot. */
  readonly storage: ReadonlyMap<Hash, Hex>
}

const EMPTY_CODE_HASH: Hash = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'
const ZERO_WORD: Hex = pad('0x', { size: 32 })

/** Every account of a witness, each byte of it proven. @throws ProofFault for the first that is not */
export function provenState(header: Header, { accounts }: Witness): ReadonlyMap<Address, ProvenAccount> {
  const proven = new Map<Address, ProvenAccount>()
  const known: KnownNodes = new Map()
  for (const account of accounts) {
    const address = getAddress(account.address)
    if (proven.has(address)) throw wrong(address, 'it is there twice')
    const found = lookUp(header.stateRoot, keccak256(address), account.accountProof, known)
    proven.set(address, found === null ? nowhere(address, account) : accountOf(address, found, account, known))
  }
  return proven
}

type Given = Witness['accounts'][number]

function accountOf(address: Address, rlp: Hex, given: Given, known: KnownNodes): ProvenAccount {
  const fields: unknown = fromRlp(rlp)
  const [nonce, balance, storageRoot, codeHash] = Array.isArray(fields) ? (fields as unknown[]) : []
  if (!isBytes(nonce) || !isBytes(balance) || !isBytes(storageRoot) || !isBytes(codeHash))
    throw wrong(address, 'its account has no known form')
  if (codeHashOf(given.code) !== codeHash) throw wrong(address, 'its code is not the one that its account names')
  return {
    address,
    exists: true,
    nonce: numberOf(nonce),
    balance: numberOf(balance),
    code: given.code,
    codeHash,
    storage: new Map(
      given.storage.map(({ slot, proof }) => [
        slotOf(address, slot),
        wordAt(address, storageRoot, { slot, proof }, known),
      ]),
    ),
  }
}

// What is nowhere has neither code nor storage: every slot of it is zero, and bytes that nothing checks may not come along.
function nowhere(address: Address, { code, storage }: Given): ProvenAccount {
  if (code !== '0x' || storage.length > 0) throw wrong(address, 'it is nowhere and has code or storage')
  return { address, exists: false, nonce: 0n, balance: 0n, code, codeHash: EMPTY_CODE_HASH, storage: new Map() }
}

function wordAt(address: Address, root: Hash, { slot, proof }: Given['storage'][number], known: KnownNodes): Hex {
  const found = lookUp(root, keccak256(slot), proof, known)
  if (found === null) return ZERO_WORD
  const value: unknown = fromRlp(found)
  if (!isBytes(value) || size(value) > 32) throw wrong(address, 'a slot of it holds no word')
  return pad(value, { size: 32 })
}

function slotOf(address: Address, slot: Hash): Hash {
  if (!/^0x[0-9a-f]{64}$/.test(slot)) throw wrong(address, 'a slot of it is no word')
  return slot
}

const isBytes = (value: unknown): value is Hex => typeof value === 'string'
const numberOf = (bytes: Hex): bigint => (bytes === '0x' ? 0n : BigInt(bytes))
const wrong = (address: Address, why: string) =>
  new ProofFault('wrong', `The proof of ${address} does not hold: ${why}.`)
