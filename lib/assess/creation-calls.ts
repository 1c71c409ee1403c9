import { allCalls, readingsOf } from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import type { CallNode, Reading } from '@/lib/decode/types'

const CREATE = /^performCreate2?\(/
const PROXY = /^create(ChainSpecific)?Proxy(WithNonce|WithCallback)?\(/

/** A decoded call that makes one contract; its creation code is its argument where it is no proxy. */
export type CreationCall = {
  readonly node: CallNode
  readonly reading: Reading
  readonly isProxy: boolean
  /** Whether an official factory is asked: whoever else has a function of that name may make anything, or nothing. */
  readonly isOfficial: boolean
}

/** Every decoded call that says that it makes a contract. */
export function creationCalls(facts: Pick<Facts, 'call' | 'staged'>): readonly CreationCall[] {
  return allCalls(facts).flatMap(({ node, isCertain }) => {
    const reading = readingsOf(node).find(({ signature }) => CREATE.test(signature) || PROXY.test(signature))
    if (reading === undefined) return []
    const isOfficial = isCertain && node.provenance === 'verified'
    return [{ node, reading, isProxy: !CREATE.test(reading.signature), isOfficial }]
  })
}
