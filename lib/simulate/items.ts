import type { Address, Hex } from 'viem'
import { decodeAbiParameters, getAddress, numberToHex, slice } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { TraceLog } from '@/lib/simulate/frames'
import type { ItemChange } from '@/lib/simulate/types'

/** Transfer of ERC-721, where the id is the fourth topic; TransferSingle and TransferBatch of ERC-1155. */
const TRANSFER: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const TRANSFER_SINGLE: Hex = '0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62'
const TRANSFER_BATCH: Hex = '0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb'

/** An item that a log names, and the accounts that it names with it. */
type NamedItem = {
  readonly kind: 'owner' | 'held'
  readonly token: Address
  readonly id: bigint
  readonly accounts: readonly Address[]
}

/** Items of collections that a log names: only where to look, for what changed is read from the collection. */
export function namedItems({ address: token, topics, data }: TraceLog): readonly NamedItem[] {
  const [event, first, second, third] = topics
  if (topics.length !== 4 || first === undefined || second === undefined || third === undefined) return []
  if (event === TRANSFER) return [{ kind: 'owner', token, id: BigInt(third), accounts: [] }]
  if (event !== TRANSFER_SINGLE && event !== TRANSFER_BATCH) return []
  const accounts = [second, third]
    .map((topic) => getAddress(slice(topic, 12, 32)))
    .filter((one) => one !== ZERO_ADDRESS)
  return idsIn(event, data).map((id) => ({ kind: 'held', token, id, accounts }))
}

// What is not in the form of the standard is no log of it.
function idsIn(event: Hex, data: Hex): readonly bigint[] {
  try {
    if (event === TRANSFER_SINGLE) return [decodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], data)[0]]
    return decodeAbiParameters([{ type: 'uint256[]' }, { type: 'uint256[]' }], data)[0]
  } catch {
    return []
  }
}

type Read = { readonly kind: string; readonly token: Address; readonly account: Address; readonly id?: bigint }
type Reading = { readonly read: Read; readonly before: bigint | null; readonly after: bigint | null }

/** Who holds more or fewer of which item afterwards; an owner is told as who had one and who has it then. */
export function itemChanges(readings: readonly Reading[]): ItemChange[] {
  return readings.flatMap(({ read: { kind, token, account, id }, before, after }): ItemChange[] => {
    if (id === undefined || before === after) return []
    if (kind === 'held') return [{ token, id, account, before: before ?? 0n, after: after ?? 0n }]
    const owners = [
      { account: ownerIn(before), before: 1n, after: 0n },
      { account: ownerIn(after), before: 0n, after: 1n },
    ]
    return owners.flatMap((owner) => (owner.account === null ? [] : [{ token, id, ...owner, account: owner.account }]))
  })
}

// No answer is no owner: it was burnt, or is not made yet.
function ownerIn(word: bigint | null): Address | null {
  if (word === null || word === 0n || word >> 160n !== 0n) return null
  return getAddress(numberToHex(word, { size: 20 }))
}
