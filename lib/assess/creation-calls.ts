import { allCalls, readingsOf } from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import type { CallNode, Reading } from '@/lib/decode/types'

const CREATE = /^performCreate2?\(/
const PROXY = /^create(ChainSpecific)?Proxy(WithNonce|WithCallback)?\(/

/** A decoded call that makes one contract; its creation code is its argument where it is no proxy. */
export type CreationCall = { readonly node: CallNode; readonly reading: Reading; readonly isProxy: boolean }

/** Every decoded call that says that it makes a contract. */
export function creationCalls(facts: Pick<Facts, 'call' | 'staged'>): readonly CreationCall[] {
  return allCalls(facts).flatMap(({ node }) => {
    const reading = readingsOf(node).find(({ signature }) => CREATE.test(signature) || PROXY.test(signature))
    return reading === undefined ? [] : [{ node, reading, isProxy: !CREATE.test(reading.signature) }]
  })
}
