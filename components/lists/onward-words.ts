import type { OnwardLine, OnwardStanding } from '@/db/queries/onward'
import { findChain } from '@/lib/chains/index'
import { formatMoney } from '@/lib/core/money'
import { grouped } from '../review/effect-words'
import { nearTime } from '../review/times'

/** "250.00 USDC", or base units of what is not registered here. */
export const sentOnWords = ({
  units,
  asset,
  registered,
}: Pick<OnwardLine, 'units' | 'asset' | 'registered'>): string =>
  registered === null
    ? `${grouped(units)} base units of ${asset === 'native' ? 'the native coin' : asset}`
    : formatMoney(units, registered)

/** How far a chain's recipients are followed, and whether the last look could see them at all. */
export function followedWords({ chainId, followed, blockNumber, at, fault }: OnwardStanding, now: Date): string {
  const name = findChain(chainId)?.name ?? `Chain ${chainId}`
  const whom = followed === 1 ? 'one recipient' : `${followed} recipients`
  const seen = `${name}: ${whom} followed to block ${grouped(blockNumber)}, looked at ${nearTime(at, now)}.`
  return fault === null ? seen : `${seen} Not everything was seen: ${fault}`
}
