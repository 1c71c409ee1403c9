import type { Address } from 'viem'
import type { AbiOrigin, DecodeContext, FetchedAbi } from '@/lib/decode/types'

/** What a look-up says of one address: an ABI and whose it is, or why there is none. Plain JSON, to be kept with a row. */
export type AbiAnswer = { readonly address: Address } & (
  | (AbiOrigin & Pick<FetchedAbi, 'functions' | 'absent'>)
  | {
      /** A sentence for the page. */
      readonly failure: string
    }
)

/** The failure of a desk that was given no source; it says nothing of any one contract. */
export const NO_ABI_SOURCE = 'This desk has no source of ABIs.'

/** The answers of a look-up as the decoder takes them; failures give nothing. */
export function fetchedAbis(answers: readonly AbiAnswer[]): NonNullable<DecodeContext['abis']> {
  return Object.fromEntries(
    answers.flatMap((answer) => {
      if ('failure' in answer) return []
      const { address, functions, absent, ...origin } = answer
      return [[address.toLowerCase(), { origin, functions, absent }] as const]
    }),
  )
}
