import type { Abi, Address, Hex } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { runRules } from '@/lib/assess/run'
import type { Facts, Rule } from '@/lib/assess/types'
import { sampleFacts, troubles } from '@/tests/builders/sample-facts'

/** Calldata from a human-readable signature. */
export const dataOf = (signature: string, args: readonly unknown[]): Hex =>
  encodeFunctionData({ abi: parseAbi([`function ${signature}` as string]) as Abi, args: [...args] })

type Call = { readonly to: Address; readonly data: Hex; readonly value?: bigint }

/** Facts of one call that the Safe makes, with nothing stated. */
export const factsOfCall = ({ to, data, value = 0n }: Call, facts: Partial<Facts> = {}): Facts =>
  sampleFacts({ legs: [], tx: { to, data, value }, facts: { class: 'contract-call', intent: null, ...facts } })

/** What one rule finds in one call, as `CODE path`. */
export const judgeCallBy = (rule: Rule, call: Call, facts: Partial<Facts> = {}): readonly string[] =>
  troubles(runRules(factsOfCall(call, facts), [rule]))
