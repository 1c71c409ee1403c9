import { chainOf } from '@/lib/chains/index'
import type { ReviewPage } from '@/lib/flows/review-page'
import { compareEffects } from '@/lib/simulate/proof/compare-effects'
import { ProofFault } from '@/lib/simulate/proof/fault'
import { proveEffects } from '@/lib/simulate/proof/prove-effects'
import { callFlow } from '../flows/client'
import { askBlock, type BlockOpinion } from './ask-block'
import { grouped } from './effect-words'

/** What this browser found by running the transaction itself. */
export type Proof = {
  readonly block: bigint
  readonly at: Date
  /** Why nothing may be signed here, one sentence each; empty when the run did what the page shows. */
  readonly differences: readonly string[]
  /** Who says that the chain has this block. */
  readonly opinions: readonly BlockOpinion[]
  /** Seconds by which the chain went on since, as the node that is furthest says; null where none said. */
  readonly behind: bigint | null
}

export type ProofStep = 'block' | 'witness' | 'run'

/**
 * Runs the displayed transaction in this browser, on state proven against the block of the review, and compares what it
 * does with what the page shows (SPEC §4). Which block that is, the signer's own nodes are asked.
 * @throws Error with a sentence where nothing could be proven
 */
export async function proveReview(
  page: ReviewPage,
  urls: readonly string[],
  tell: (step: ProofStep) => void,
): Promise<Proof> {
  const { staged, safe, effects } = page.reviewed.assessment
  if (effects.kind === 'unavailable' || safe === null)
    throw new Error('The desk shows no effects that could be proven.')
  const { hash, number } = effects.block
  tell('block')
  const opinions = await askBlock(urls, number)
  const others = opinions.filter((one) => one.hash !== null && one.hash !== hash.toLowerCase())
  const behind = secondsBehind(opinions, effects.block.timestamp)
  const found = (differences: readonly string[]): Proof => ({
    ...{ block: number, at: new Date(), differences, opinions, behind },
  })
  if (others.length > 0)
    return found(
      others.map(({ party }) => `${party} knows another block ${grouped(number)} than the desk’s node does.`),
    )
  tell('witness')
  const witness = await callFlow('read-witness', { withdrawalId: page.id, blockHash: hash.toLowerCase() })
  tell('run')
  const chain = chainOf(staged.safe.chainId)
  try {
    const own = await proveEffects(
      { chain, staged, state: safe, assets: page.reviewed.assets, blockHash: hash },
      witness,
    )
    return found(compareEffects(own, effects))
  } catch (error) {
    // Bytes that do not fit their block are no outage: somebody made them.
    if (error instanceof ProofFault && error.kind === 'wrong') return found([error.message])
    throw error
  }
}

// The time of the page's block is compared with its header by the run.
function secondsBehind(opinions: readonly BlockOpinion[], timestamp: bigint): bigint | null {
  const newest = opinions.flatMap(({ newest: seconds }) => (seconds === null ? [] : [seconds]))
  return newest.length === 0 ? null : newest.reduce((most, one) => (one > most ? one : most)) - timestamp
}
