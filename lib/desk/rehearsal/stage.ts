import type { Address } from 'viem'
import { local } from '@/lib/chains/local'
import { AppError } from '@/lib/core/errors'
import { DEMO_CONTACTS } from '@/lib/desk/demo-world-book'
import { fillDemoSafes } from '@/lib/desk/demo-world-chain'
import type { Stagehand } from '@/lib/desk/rehearsal/stagehand'
import { fillChain } from '@/lib/desk/steps'

/** Finds the demo world on a desk's chain; what is already there is left as it is. */
export async function setStage(desk: { url: string; chainUrl: string }, say: Stagehand['say']): Promise<Stagehand> {
  const { tokens } = await fillChain(desk.chainUrl)
  const safes = await fillDemoSafes(desk.chainUrl, tokens)
  const treasury = safes.find(({ id }) => id === 'treasury')
  const payee = DEMO_CONTACTS.find(({ name }) => name === 'Meridian Custody')
  if (!treasury || !payee) throw new AppError('NOT_FOUND', 'This desk does not hold the demo world.')
  return {
    ...desk,
    chainId: local.id,
    safeId: treasury.id,
    safeAddress: treasury.address as Address,
    usdc: tokens.usdc as Address,
    recipient: payee.address as Address,
    say,
  }
}
