import type { PolicyNames } from '@/lib/policy/difference-words'

type Named = {
  readonly assets: readonly (PolicyNames['assets'][number] & { readonly chainId: number })[]
  readonly members: readonly { readonly id: string; readonly name: string }[]
}

/** What this desk calls the assets of one chain, and its members. */
export const policyNames = (chainId: number, { assets, members }: Named): PolicyNames => ({
  assets: assets
    .filter((one) => one.chainId === chainId)
    .map(({ address, symbol, decimals }) => ({ address, symbol, decimals })),
  members: members.map(({ id, name }) => ({ id, name })),
})
