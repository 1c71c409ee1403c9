import type { StatedCall } from '@/lib/stage/types'

/** What a stated call takes along of the chain's own coin. */
export const valueOf = ({ gives }: StatedCall): bigint =>
  gives.reduce((sum, { asset, units }) => (asset.address === 'native' ? sum + units : sum), 0n)
