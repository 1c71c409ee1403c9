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
  /** What it logs, too, of coin that was given back with the frame that failed: that frame's own, or all inside as well. */
  readonly tellsUndone: Undone
}

/** geth logs none; revm (reth, anvil) logs what the failed frame itself got. */
export type Undone = 'none' | 'own' | 'all'

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
  const coins = run.tellsCoin ? coinMoves(coinLogs(run.logs)) : []
  const expectedCoins = run.tellsCoin ? coinMoves(coinFrames(shown.root, 'none')) : []
  // Only what this node is known to log: elsewhere a log of what is undone as shown is coin that really went.
  const withUndone = run.tellsCoin ? coinMoves(coinFrames(shown.root, run.tellsUndone)) : []
  const own = { name: VALIDATED, status: run.status, sender: run.sender }
  const isSame =
    run.status === shown.status &&
    textOf(told) === textOf(expected) &&
    [expectedCoins, withUndone].some((either) => textOf(coins) === textOf(either))
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

function* coinFrames(frame: TraceFrame, undone: Undone): Generator<CoinMove> {
  const isUndone = frame.error !== null
  if (isUndone && undone === 'none') return
  if (frame.kind !== 'DELEGATECALL' && frame.kind !== 'CALLCODE') yield frame
  if (isUndone && undone === 'own') return
  for (const call of frame.calls) yield* coinFrames(call, undone)
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
