import type { Address } from 'viem'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { Effects, LoggedMove } from '@/lib/simulate/types'
import { changeOf } from './measured'

/** What logs say an account gains or loses of a token, where that is not what its balances do. */
export type Disagreement = { readonly account: Address; readonly token: Address; readonly logged: bigint }

/**
 * Every account whose balance does something else than the token logs. Nothing is said where logs were not kept. The zero
 * address is nobody: tokens name it where they make or burn.
 */
export function logDisagreements(effects: Effects): readonly Disagreement[] {
  if (effects.kind === 'unavailable' || effects.logged === undefined) return []
  const { logged, balances } = effects
  const places = new Map<string, { account: Address; token: Address }>()
  const add = (account: Address, token: Address) => places.set(`${account} ${token}`.toLowerCase(), { account, token })
  for (const { account, asset } of balances) if (asset !== 'native') add(account, asset)
  for (const { event, token, from, to } of logged)
    // Other contracts than wrapped coins have deposits of their own, and balances of something else.
    if (event === 'transfer') for (const account of [from, to]) add(account, token)
  return [...places.values()].flatMap(({ account, token }) => {
    if (account === ZERO_ADDRESS) return []
    const moves = logged.filter((move) => isSameAddress(move.token, token))
    const transferred = gainOf(
      moves.filter(({ event }) => event === 'transfer'),
      account,
    )
    const measured = changeOf(effects, account, token)
    const isTold = measured === transferred || measured === gainOf(moves, account)
    return isTold ? [] : [{ account, token, logged: transferred }]
  })
}

function gainOf(moves: readonly LoggedMove[], account: Address): bigint {
  return moves.reduce(
    (sum, { from, to, units }) =>
      sum + (isSameAddress(to, account) ? units : 0n) - (isSameAddress(from, account) ? units : 0n),
    0n,
  )
}
