import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { contentDigest, type Digest } from '@/lib/core/digest'
import type { TraceFrame, TraceLog } from '@/lib/simulate/frames'
import { loggedMoves, movesOfLogs } from '@/lib/simulate/logged-moves'
import type { Environment, LoggedMove, SimulationStatus } from '@/lib/simulate/types'

/** The name of the environment in which a node checks the execution as it would a sent transaction. */
export const VALIDATED = 'sent and checked like a real transaction'
/** The address under which `eth_simulateV1` logs movements of the chain's coin (`traceTransfers`). */
export const COIN: Address = getAddress('0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee')

/** What a node says of the execution alone where it checks nonce, fees and funds of the sender, too. */
export type ValidatedRun = {
  readonly status: SimulationStatus
  readonly sender: Address
  readonly logs: readonly TraceLog[]
  /** Whether the node logs movements of the chain's coin; where it does not, these are not compared. */
  readonly tellsCoin: boolean
}

/**
 * The environment that such a run is: the same as the one shown where it ends the same and the same moves are logged. It
 * reads no balances, so it confirms nothing that no log tells.
 */
export function validatedEnvironment(
  run: ValidatedRun,
  shown: { readonly root: TraceFrame; readonly status: SimulationStatus; readonly digest: Digest },
): Environment {
  const tokenLogs = run.logs.filter(({ address }) => !isSameAddress(address, COIN))
  const told = movesOfLogs(tokenLogs)
  const expected = shown.status === 'reverted' ? [] : loggedMoves(shown.root)
  // Some nodes log coin that was sent in a frame and given back with it, so there nothing follows from these logs.
  const tellsCoin = run.tellsCoin && !givesCoinBack(shown.root)
  const coins = tellsCoin ? coinMoves(coinLogs(run.logs)) : []
  const expectedCoins = tellsCoin ? coinMoves(coinFrames(shown.root)) : []
  const own = { name: VALIDATED, status: run.status, sender: run.sender }
  const isSame =
    run.status === shown.status && textOf(told) === textOf(expected) && textOf(coins) === textOf(expectedCoins)
  if (isSame) return { ...own, digest: shown.digest }
  const logged = [...coins, ...told]
  return {
    ...own,
    digest: contentDigest({ status: run.status, logged: textOf(logged) }),
    loggedInstead: { here: logged, shown: [...expectedCoins, ...expected] },
  }
}

type CoinMove = { readonly from: Address; readonly to: Address; readonly value: bigint }

const coinLogs = (logs: readonly TraceLog[]): CoinMove[] =>
  movesOfLogs(logs.filter(({ address }) => isSameAddress(address, COIN))).map(({ from, to, units }) => ({
    ...{ from, to, value: units },
  }))

const givesCoinBack = (frame: TraceFrame, isUndone = false): boolean => {
  const isOver = isUndone || frame.error !== null
  return (isOver && frame.value > 0n) || frame.calls.some((call) => givesCoinBack(call, isOver))
}

function* coinFrames(frame: TraceFrame): Generator<CoinMove> {
  if (frame.error !== null) return
  if (frame.kind !== 'DELEGATECALL' && frame.kind !== 'CALLCODE') yield frame
  for (const call of frame.calls) yield* coinFrames(call)
}

// Net per account: nodes differ in how they log what goes to and fro.
function coinMoves(moves: Iterable<CoinMove>): LoggedMove[] {
  const nets = new Map<Address, bigint>()
  for (const { from, to, value } of moves) {
    nets.set(from, (nets.get(from) ?? 0n) - value)
    nets.set(to, (nets.get(to) ?? 0n) + value)
  }
  return [...nets]
    .filter(([, net]) => net !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, net]) => {
      const [from, to] = net < 0n ? [account, ZERO_ADDRESS] : [ZERO_ADDRESS, account]
      return { event: 'transfer', token: COIN, from, to, units: net < 0n ? -net : net }
    })
}

const textOf = (moves: readonly LoggedMove[]): string =>
  moves.map(({ event, token, from, to, units }) => `${event} ${token} ${from} ${to} ${units}`).join('\n')
