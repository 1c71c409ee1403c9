import { local } from '@/lib/chains/local'
import { createIo } from '@/lib/io/io'
import { createRpc } from '@/lib/io/rpc'
import { makeWitness } from '@/lib/io/witness'
import type { ProofSubject } from '@/lib/simulate/proof/prove-effects'
import type { Witness } from '@/lib/simulate/proof/types'
import type { StagedTx } from '@/lib/stage/types'
import type { TestChain } from '@/tests/builders/chain'
import type { Simulated } from '@/tests/chain/equal-effects'

/** What the server says of a transaction, and all that an own run of it needs. */
export type ProofCase = { readonly subject: ProofSubject; readonly told: Simulated; readonly witness: Witness }

/** Has the chain's node simulate a transaction, and prove what that reads. USDC is the one registered token. */
export async function prepareProof(chain: TestChain, staged: StagedTx): Promise<ProofCase> {
  const rpcUrls = new Map([[local.id, [chain.url]]])
  const assets = [
    { chainId: local.id, address: 'native' as const, symbol: 'ETH', decimals: 18 },
    { chainId: local.id, address: chain.tokens.usdc, symbol: 'USDC', decimals: 6 },
  ]
  const io = createIo({ rpcUrls, signatureKey: null })
  const state = await io.chain.readSafeState(staged.safe)
  const told = await io.simulator.simulate({ staged, state, assets })
  if (told.kind === 'unavailable') throw new Error(told.reason)
  const subject = { chain: local, staged, state, assets, blockHash: told.block.hash }
  const [node] = createRpc(rpcUrls).nodesOf(local.id)
  return { subject, told, witness: await makeWitness(node, subject) }
}
