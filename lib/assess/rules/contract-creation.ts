import { keccak256 } from 'viem/utils'
import { argument } from '@/lib/assess/calls'
import { type CreationCall, creationCalls } from '@/lib/assess/creation-calls'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { CONTRACT_CREATION_UNKNOWN_CODE: 'high', CONTRACT_CREATION: 'medium' } as const
const say = reporter('contract-creation', codes)

/** New contracts: which code they run, as far as somebody reviewed it. */
export const contractCreation: Rule = {
  id: 'contract-creation',
  title: 'New contracts',
  codes,
  needs: { CONTRACT_CREATION_UNKNOWN_CODE: ['knownInitCodeHashes'] },
  judge: (facts) => creationCalls(facts).flatMap((made) => judgeCall(made, facts)),
}

function judgeCall({ node, reading, isProxy }: CreationCall, { knownInitCodeHashes }: Facts): readonly Finding[] {
  const { path } = node
  const made = [say.fail('CONTRACT_CREATION', { path, sentence: 'Makes a new contract.' })]
  if (isProxy) return made
  const hash = keccak256(argument(reading, 1) as `0x${string}`)
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
