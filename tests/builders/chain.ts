import { startChain } from '@/lib/desk/chain'
import { connectLocalChain, type LocalChainClient } from '@/lib/desk/chain-client'
import { deployContracts, type ContractAddresses } from '@/lib/desk/contracts'
import { openScratch } from '@/lib/desk/scratch'
import { deployTokens, type TokenAddresses } from '@/lib/desk/tokens'

export type TestChain = {
  url: string
  client: LocalChainClient
  contracts: ContractAddresses
  tokens: TokenAddresses
  /** Puts the chain back to what it was after the start or the last `checkpoint`; cheap enough for each test. */
  reset: () => Promise<void>
  /** Makes the present state the one `reset` goes back to. */
  checkpoint: () => Promise<void>
  stop: () => Promise<void>
}

/**
 * A local chain in memory on a free port, with the official Safe contracts and the local tokens. One per suite:
 * `beforeAll(async () => (chain = await startTestChain()))`, `afterAll(() => chain.stop())`.
 */
export async function startTestChain(): Promise<TestChain> {
  const scratch = await openScratch('test-chain')
  try {
    const { url } = await startChain({
      start: scratch.book.start,
      wantedPort: null,
      stateFolder: null,
      allowedOrigin: null,
    })
    const client = connectLocalChain(url)
    const contracts = await deployContracts(url)
    const tokens = await deployTokens(url)
    let snapshot = await client.snapshot()
    const reset = async (): Promise<void> => {
      await client.revert({ id: snapshot })
      snapshot = await client.snapshot() // a snapshot can be used once
    }
    const checkpoint = async (): Promise<void> => void (snapshot = await client.snapshot())
    return { url, client, contracts, tokens, reset, checkpoint, stop: scratch.remove }
  } catch (error) {
    await scratch.remove()
    throw error
  }
}
