import type { Address, Hash, Hex } from 'viem'
import { fromRlp, getAddress, keccak256, size, toRlp } from 'viem/utils'
import { ProofFault } from '@/lib/simulate/proof/fault'

/** What a run needs of a block. */
export type Header = {
  readonly hash: Hash
  readonly number: bigint
  readonly timestamp: bigint
  readonly stateRoot: Hash
  readonly author: Address
  readonly gasLimit: bigint
  readonly prevRandao: Hash
  readonly baseFee: bigint
}

/** Fields of a header in the order in which they are hashed, as JSON-RPC names them (yellow paper, EIP-1559 to 7685). */
const FIELDS = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom'],
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce'],
  ...['baseFeePerGas', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot', 'requestsHash'],
] as const
const QUANTITIES: ReadonlySet<string> = new Set([
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas', 'blobGasUsed', 'excessBlobGas'],
])
const [AUTHOR, STATE_ROOT, NUMBER, GAS_LIMIT, TIMESTAMP, RANDAO, BASE_FEE] = [2, 3, 8, 9, 11, 13, 15]

/**
 * RLP of a block's header. @param block fields of `eth_getBlockByNumber`
 * @returns null when a field is missing that no header lacks
 */
export function encodeHeader(block: Readonly<Record<string, unknown>>): Hex | null {
  const values: Hex[] = []
  for (const [place, name] of FIELDS.entries()) {
    const value = block[name]
    if (typeof value !== 'string' || !/^0x[0-9a-fA-F]*$/.test(value)) {
      if (place < BASE_FEE) return null
      break // forks only ever add fields at the end
    }
    values.push(QUANTITIES.has(name) ? quantityBytes(value as Hex) : (value as Hex))
  }
  return toRlp(values)
}

const quantityBytes = (value: Hex): Hex => {
  const digits = value.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`
}

/** Reads a header that has this hash. @throws ProofFault when it has another, or is no header */
export function readHeader(header: Hex, hash: Hash): Header {
  if (keccak256(header) !== hash.toLowerCase())
    throw new ProofFault('wrong', 'The header is not the one with the hash of that block.')
  const fields = fieldsOf(header)
  const at = (place: number): Hex => fields[place] ?? '0x'
  if (fields.length <= RANDAO || size(at(STATE_ROOT)) !== 32 || size(at(AUTHOR)) !== 20)
    throw new ProofFault('wrong', 'What has the hash of that block is no header.')
  const number = (place: number) => (at(place) === '0x' ? 0n : BigInt(at(place)))
  return {
    hash: hash.toLowerCase() as Hash,
    number: number(NUMBER),
    timestamp: number(TIMESTAMP),
    stateRoot: at(STATE_ROOT),
    author: getAddress(at(AUTHOR)),
    gasLimit: number(GAS_LIMIT),
    prevRandao: at(RANDAO),
    baseFee: number(BASE_FEE),
  }
}

function fieldsOf(header: Hex): readonly Hex[] {
  try {
    const decoded: unknown = fromRlp(header)
    return Array.isArray(decoded) ? decoded.filter((field): field is Hex => typeof field === 'string') : []
  } catch {
    return []
  }
}
