import type { CallNode, DecodeContext, FetchedAbi } from '@/lib/decode/types'

/** What a decoder was told that nobody vouches for. */
export type DecodeHints = Required<Pick<DecodeContext, 'names' | 'abis'>>

/**
 * The part of the names and fetched ABIs that a call tree shows. Whoever decodes the same bytes with it gets the same tree,
 * without the whole index.
 */
export function hintsOf(call: CallNode, { names = {}, abis = {} }: Pick<DecodeContext, 'names' | 'abis'>): DecodeHints {
  const asked: { names: Record<string, readonly string[]>; abis: Record<string, FetchedAbi> } = { names: {}, abis: {} }
  for (const { target, data } of namedCalls(call)) {
    const selector = data.slice(0, 10).toLowerCase()
    const listed = names[selector]
    if (listed) asked.names[selector] = listed
    const address = target.toLowerCase()
    const abi = abis[address]
    const text = abi?.functions[selector]
    if (!abi || text === undefined) continue
    asked.abis[address] = {
      origin: abi.origin,
      functions: { ...asked.abis[address]?.functions, [selector]: text },
      absent: abi.absent.filter((one) => asked.abis[address]?.functions[one] !== undefined || one === selector),
    }
  }
  return asked
}

const namedCalls = (call: CallNode): readonly CallNode[] => [
  ...(call.names.length > 0 ? [call] : []),
  ...call.children.flatMap(namedCalls),
]
