import type { Address } from 'viem'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { Effects } from '@/lib/simulate/types'

/** What logs say an account gains or loses of a token, where that is not what its balance does. */
export type Disagreement = {
  readonly account: Address
  readonly token: Address
  readonly logged: bigint
  readonly measured: bigint
}

type Sums = Disagreement & {
  /** With deposits and withdrawals, as wrapped coins log what they make and burn. */
  readonly everything: bigint
  readonly isHeld: boolean
  /** Some transfer names the account. */
  readonly isTransferred: boolean
}

/**
 * Every account whose balance does something else than the token logs, by `disagreementKey`. Nothing is said where logs
 * were not kept. The zero address is nobody: tokens name it where they make or burn.
 * @param isRegistered whether a token is in the registry: only of these do other words count beside a transfer
 */
export function logDisagreements(
  effects: Effects,
  isRegistered: (token: Address) => boolean,
): ReadonlyMap<string, Disagreement> {
  if (effects.kind === 'unavailable' || effects.logged === undefined) return new Map()
  const sums = new Map<string, Sums>()
  const add = (account: Address, token: Address, change: (old: Sums) => Partial<Sums>) => {
    const key = disagreementKey(account, token)
    const zero = { account, token, logged: 0n, measured: 0n, everything: 0n, isHeld: false, isTransferred: false }
    const old = sums.get(key) ?? zero
    sums.set(key, { ...old, ...change(old) })
  }
  for (const { account, asset, before, after } of effects.balances)
    if (asset !== 'native')
      add(account, asset, ({ measured }) => ({ measured: measured + after - before, isHeld: true }))
  for (const { event, token, from, to, units } of effects.logged) {
    const tell = (account: Address, gain: bigint) =>
      add(account, token, ({ logged, everything }) => ({
        everything: everything + gain,
        // Other contracts than wrapped coins have deposits of their own, and balances of something else.
        ...(event === 'transfer' && { logged: logged + gain, isHeld: true, isTransferred: true }),
      }))
    tell(from, -units)
    tell(to, units)
  }
  return new Map(
    [...sums].filter(
      ([, { account, token, logged, everything, measured, isHeld, isTransferred }]) =>
        isHeld &&
        account !== ZERO_ADDRESS &&
        measured !== logged &&
        (measured !== everything || (isTransferred && !isRegistered(token))),
    ),
  )
}

export const disagreementKey = (account: string, token: string): string => `${account} ${token}`.toLowerCase()
