import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { type Freeze, frozenAsset, isLifted } from '@/lib/policy/freeze'

type Row = Pick<WithdrawalLine, 'id' | 'safeId' | 'intent'>

/**
 * Whether a freeze that stands covers a withdrawal, as far as its row tells: what it moves, whom it pays or calls, and where.
 * Of people and calldata its review tells more.
 */
export function frozenOf(
  freezes: readonly Pick<Freeze, 'scope' | 'frozenBy' | 'liftedBy'>[],
  safes: readonly { readonly id: string; readonly chainId: number }[],
): (line: Row) => boolean {
  const standing = freezes.filter((freeze) => !isLifted(freeze)).map(({ scope }) => scope)
  return ({ id, safeId, intent: { legs, call } }) => {
    const chainId = safes.find((safe) => safe.id === safeId)?.chainId ?? null
    const assets = [...legs, ...(call?.gives ?? [])].map(({ asset }) => asset.address)
    const others = [...legs.map(({ recipient }) => recipient), ...(call ? [call.to] : [])].map((it) => it.toLowerCase())
    const covers: Readonly<Record<Freeze['scope']['kind'], readonly string[] | 'all'>> = {
      organisation: 'all',
      chain: chainId === null ? [] : [String(chainId)],
      safe: [safeId],
      withdrawal: [id],
      asset: chainId === null ? [] : [...assets, ...others].map((address) => frozenAsset(chainId, address)),
      counterparty: others,
      member: [],
    }
    return standing.some(({ kind, id: frozen }) => covers[kind] === 'all' || covers[kind].includes(frozen))
  }
}
