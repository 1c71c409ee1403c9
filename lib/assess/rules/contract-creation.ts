import { keccak256 } from 'viem/utils'
import { allCalls, argument, readingsOf } from '@/lib/assess/calls'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'

const codes = { CONTRACT_CREATION_UNKNOWN_CODE: 'high', CONTRACT_CREATION: 'medium' } as const
const say = reporter('contract-creation', codes)

const CREATE = /^performCreate2?\(/
const PROXY = /^create(ChainSpecific)?Proxy(WithNonce|WithCallback)?\(/

/** New contracts: which code they run, as far as somebody reviewed it. */
export const contractCreation: Rule = {
  id: 'contract-creation',
  title: 'New contracts',
  codes,
  needs: { CONTRACT_CREATION_UNKNOWN_CODE: ['knownInitCodeHashes'] },
  judge: (facts) => allCalls(facts).flatMap(({ node }) => judgeCall(node, facts)),
}

function judgeCall(node: CallNode, { knownInitCodeHashes }: Facts): readonly Finding[] {
  const { path } = node
  const found = readingsOf(node).find(({ signature }) => CREATE.test(signature) || PROXY.test(signature))
  if (found === undefined) return []
  const made = [say.fail('CONTRACT_CREATION', { path, sentence: 'Makes a new contract.' })]
  if (!CREATE.test(found.signature)) return made
  const hash = keccak256(argument(found, 1) as `0x${string}`)
  const evidence = [{ label: 'keccak256 of its creation code', value: hash }]
  if (knownInitCodeHashes?.includes(hash))
    return [
      say.fail('CONTRACT_CREATION', { path, evidence, sentence: 'Makes a new contract from code that was reviewed.' }),
    ]
  const sentence = 'Makes a new contract from code that nobody here has reviewed.'
  return [
    ...made,
    ...(knownInitCodeHashes ? [say.fail('CONTRACT_CREATION_UNKNOWN_CODE', { path, evidence, sentence })] : []),
  ]
}
