import type { Address, Hash, Hex } from 'viem'
import { concat, keccak256, numberToHex } from 'viem/utils'

/** The block a simulation starts from. */
export type Head = {
  readonly number: bigint
  readonly hash: Hash
  readonly timestamp: bigint
  readonly baseFee: bigint
  readonly author: Address
  /** Null where the node does not tell them. */
  readonly gasLimit?: bigint | null
  readonly randomness?: Hash | null
}

/** One setting in which the transaction is run; code that behaves differently in another gives itself away. */
export type BlockEnvironment = {
  readonly name: string
  readonly blockOverrides: Readonly<Record<string, Hex>>
  readonly author: Address
  readonly baseFee: bigint
  readonly gasPrice: bigint
  /** Who submits; null for the first signing owner, who is then an owner for sure. */
  readonly from: Address | null
  /** True when the call gets about the gas it needs, as a wallet would give it, instead of a block's worth. */
  readonly hasTightGas: boolean
}

const GWEI = 1_000_000_000n
/** Wei per gas that authors get beside the base fee. */
export const TIP = GWEI
const AUTHORS: readonly [Address, Address] = [
  '0x95222290DD7278Aa3Ddd389Cc1E1d165CC4BAfe5',
  '0x4838B106FCe9647Bdf1E7877BF73cE8B0BAD5f97',
]
/** Nobody's account: an executor who is neither owner nor known to any contract. */
export const STRANGER: Address = '0x5BE9a3B1D1c1b2e3f4A5b6c7D8E9F0a1b2C3d4e5'

/**
 * The settings of SPEC §4: the latest block as the node gives it, the next block as mined by someone else with real
 * gas, and an hour later by a stranger. Hidden triggers read author, randomness, fees, gas, time, number or sender.
 * @param executor who is known to execute for the Safe, and sends the second; null where nobody ever did
 */
export function blockEnvironments(
  head: Head,
  executor: Address | null = null,
): readonly [BlockEnvironment, ...BlockEnvironment[]] {
  return [
    {
      name: 'latest block',
      blockOverrides: {},
      author: head.author,
      baseFee: head.baseFee,
      gasPrice: 0n,
      from: null,
      hasTightGas: false,
    },
    later(head, { name: 'next block, real fees and gas', blocks: 1n, seconds: 12n, place: 0, from: executor }),
    later(head, { name: 'one hour later, unknown executor', blocks: 300n, seconds: 3600n, place: 1, from: STRANGER }),
  ]
}

/** The same setting with an owner as sender, for a Safe whose guard refuses whoever was tried. */
export const sentByOwner = <Setting extends Pick<BlockEnvironment, 'name'>>(environment: Setting) => ({
  ...environment,
  name: `${environment.name}; sent by an owner`,
  from: null,
})

/** Fields of the newest header as those of the block after it, for a run that is to be like the real one. */
export const nextHeader = (head: Head): Readonly<Record<string, Hex>> => ({
  number: numberToHex(head.number + 1n),
  time: numberToHex(head.timestamp + 12n),
  feeRecipient: head.author,
  baseFeePerGas: numberToHex(head.baseFee),
  ...(head.randomness && { prevRandao: head.randomness }),
  ...(head.gasLimit && { gasLimit: numberToHex(head.gasLimit) }),
})

function later(
  head: Head,
  {
    name,
    blocks,
    seconds,
    place,
    from,
  }: { name: string; blocks: bigint; seconds: bigint; place: 0 | 1; from: Address | null },
): BlockEnvironment {
  const baseFee = head.baseFee + GWEI * BigInt(place + 1)
  return {
    name,
    blockOverrides: {
      number: numberToHex(head.number + blocks),
      time: numberToHex(head.timestamp + seconds),
      feeRecipient: AUTHORS[place],
      prevRandao: keccak256(concat([head.hash, numberToHex(place, { size: 1 })])),
      baseFeePerGas: numberToHex(baseFee),
    },
    author: AUTHORS[place],
    baseFee,
    gasPrice: baseFee + TIP,
    from,
    hasTightGas: true,
  }
}
