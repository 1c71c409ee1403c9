import type { connectLocalChain } from '@/lib/desk/chain-client'
import type { Chain } from '@/lib/chains/types'

/**
 * Has a chain of this machine answer as another one, with the sanctions oracle that is there, which names nobody: without its
 * answer nothing is paid.
 */
export async function answerAs(
  client: ReturnType<typeof connectLocalChain>,
  { id, sanctionsOracle }: Pick<Chain, 'id' | 'sanctionsOracle'>,
): Promise<void> {
  await client.request({ method: 'anvil_setChainId', params: [id] } as never)
  // Returns one word of zeros: false.
  if (sanctionsOracle !== undefined) await client.setCode({ address: sanctionsOracle, bytecode: '0x60206000f3' })
}
