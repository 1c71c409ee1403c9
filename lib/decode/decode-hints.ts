import type { CallNode, DecodeContext, FetchedAbi } from '@/lib/decode/types'

/** What a decoder was told beside the bytes, by sources that vouch for nothing and by the organisation's own registry. */
export type DecodeHints = Required<Pick<DecodeContext, 'names' | 'abis' | 'contracts'>>

/**
 * The part of the names, fetched ABIs and registered contracts that a call tree shows. Whoever decodes the same bytes with it gets the same tree,
 * without the whole index.
 */
export function hintsOf(
  call: CallNode,
  { names = {}, abis = {}, contracts = [] }: Pick<DecodeContext, 'names' | 'abis' | 'contracts'>,
): DecodeHints {
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
  const targets = new Set(registeredCalls(call).map(({ target }) => target.toLowerCase()))
  return { ...asked, contracts: contracts.filter(({ address }) => targets.has(address.toLowerCase())) }
}

const registeredCalls = (call: CallNode): readonly CallNode[] => [
  ...(call.provenance === 'registered' ? [call] : []),
  ...call.children.flatMap(registeredCalls),
]

const namedCalls = (call: CallNode): readonly CallNode[] => [
  ...(call.names.length > 0 ? [call] : []),
  ...call.children.flatMap(namedCalls),
]
