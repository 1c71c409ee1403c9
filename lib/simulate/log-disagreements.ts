import type { Address } from 'viem'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { Effects } from '@/lib/simulate/types'

/** What logs say an account gains or loses of a token, where that is not what its balance does. */
export type LogDisagreement = {
  readonly account: Address
  readonly token: Address
  /** By transfers alone, in base units; negative for a loss. */
  readonly logged: bigint
  readonly measured: bigint
}

type Sums = LogDisagreement & {
  /** With deposits and withdrawals, as wrapped coins log what they make and burn. */
  readonly everything: bigint
  /** Some transfer names the account. */
  readonly isTransferred: boolean
}

type Simulated = Extract<Effects, { kind: 'simulated' }>

/**
 * Every account whose balance does something else than the token logs, by `disagreementKey`, ascending. The zero address is
 * nobody: tokens name it where they make or burn. Contracts that keep balances without being tokens log in words of their
 * own: only what logs a transfer, or is registered, is held to its word.
 * @param isRegistered whether a token is in the registry: only of these do other words count beside a transfer, for in the
 *   mouth of a stranger they would take back what its transfer says
 */
export function logDisagreements(
  { balances, logged }: { readonly balances: Simulated['balances']; readonly logged: NonNullable<Simulated['logged']> },
  isRegistered: (token: Address) => boolean,
): ReadonlyMap<string, LogDisagreement> {
  const sums = new Map<string, Sums>()
  const add = (account: Address, token: Address, change: (old: Sums) => Partial<Sums>) => {
    const key = disagreementKey(account, token)
    const old = sums.get(key) ?? { account, token, logged: 0n, measured: 0n, everything: 0n, isTransferred: false }
    sums.set(key, { ...old, ...change(old) })
  }
  for (const { account, asset, before, after } of balances)
    if (asset !== 'native') add(account, asset, ({ measured }) => ({ measured: measured + after - before }))
  for (const { event, token, from, to, units } of logged) {
    const tell = (account: Address, gain: bigint) =>
      add(account, token, (old) => ({
        everything: old.everything + gain,
        ...(event === 'transfer' && { logged: old.logged + gain, isTransferred: true }),
      }))
    tell(from, -units)
    tell(to, units)
  }
  const speaking = new Set(logged.flatMap(({ event, token }) => (event === 'transfer' ? [token.toLowerCase()] : [])))
  const disagrees = ({ account, token, logged, everything, measured, isTransferred }: Sums): boolean => {
    if (account === ZERO_ADDRESS || measured === logged) return false
    const isKnown = isRegistered(token)
    if (!isKnown && !speaking.has(token.toLowerCase())) return false
    return measured !== everything || (isTransferred && !isKnown)
  }
  return new Map([...sums].filter(([, sum]) => disagrees(sum)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const disagreementKey = (account: string, token: string): string => `${token} ${account}`.toLowerCase()
