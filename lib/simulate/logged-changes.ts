import type { Address, Hex } from 'viem'
import { getAddress, size, slice } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { TraceFrame, TraceLog } from '@/lib/simulate/frames'
import type { LoggedChange } from '@/lib/simulate/types'

/** keccak256("Transfer(address,address,uint256)"), of ERC-20 and ERC-721 alike. */
const TRANSFER: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

/**
 * What tokens say in their Transfer logs, summed per account and token: beside the measured balances it shows a token
 * that logs what it does not move. Logs of reverted calls never happened. What is minted or burnt has no other side.
 */
export function loggedChanges(root: TraceFrame): readonly LoggedChange[] {
  const sums = new Map<string, LoggedChange>()
  const add = (account: Address, asset: Address, units: bigint) => {
    if (account === ZERO_ADDRESS) return
    const key = `${account} ${asset}`
    sums.set(key, { account, asset, units: (sums.get(key)?.units ?? 0n) + units })
  }
  for (const log of standingLogs(root)) {
    const units = unitsOf(log)
    const [, from, to] = log.topics.map(accountOf)
    if (units === null || !from || !to) continue
    add(from, log.address, -units)
    add(to, log.address, units)
  }
  return [...sums.values()].filter(({ units }) => units !== 0n)
}

function* standingLogs(frame: TraceFrame): Generator<TraceLog> {
  if (frame.error !== null) return
  yield* frame.logs
  for (const call of frame.calls) yield* standingLogs(call)
}

// An ERC-721 has the id as its fourth topic and moves one.
function unitsOf({ topics, data }: TraceLog): bigint | null {
  if (topics[0] !== TRANSFER) return null
  if (topics.length === 4) return 1n
  return topics.length === 3 && size(data) === 32 ? BigInt(data) : null
}

const accountOf = (topic: Hex): Address | null => (/^0x0{24}/.test(topic) ? getAddress(slice(topic, 12, 32)) : null)
