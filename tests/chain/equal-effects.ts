import { parseEther } from 'viem'
import { expect } from 'vitest'
import { local } from '@/lib/chains/local'
import { LOCAL_TOKENS, type LocalToken, mintToken } from '@/lib/desk/tokens'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { createIo } from '@/lib/io/io'
import { parseDiff, storageChanges } from '@/lib/simulate/diff'
import type { BalanceChange, Effects } from '@/lib/simulate/types'
import type { Asset, SafeRef, StagedTx } from '@/lib/stage/types'
import type { TestChain } from '@/tests/builders/chain'
import { realMoves } from '@/tests/chain/real-moves'
import { KEYS, openSafe, send, signWith, stageTx } from '@/tests/chain/signed-safe'

export type Simulated = Extract<Effects, { kind: 'simulated' }>

export const ioOf = (chain: TestChain) => createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })

export async function fund(
  chain: TestChain,
  version: SafeRef['version'] & ('1.3.0' | '1.4.1' | '1.5.0'),
): Promise<SafeRef> {
  const safe = await openSafe(chain, version)
  await chain.client.setBalance({ address: safe.address, value: parseEther('10') })
  for (const key of Object.keys(LOCAL_TOKENS) as LocalToken[])
    await mintToken(chain.url, chain.tokens[key], safe.address, 1_000_000n)
  return safe
}

export async function simulate(chain: TestChain, staged: StagedTx): Promise<Simulated> {
  const io = ioOf(chain)
  const state = await io.chain.readSafeState(staged.safe)
  const effects = await io.simulator.simulate({ staged, state, assets: assets(chain) })
  if (effects.kind === 'unavailable') throw new Error(effects.reason)
  return effects
}

/**
 * Simulates, then executes with real signatures, and compares status, storage of the Safe and every balance that really
 * moves: also one that the simulation does not name.
 */
export async function both(
  chain: TestChain,
  safe: SafeRef,
  fields: (safe: SafeRef) => Parameters<typeof stageTx>[1],
): Promise<{ effects: Simulated }> {
  const staged = stageTx(safe, fields(safe))
  const effects = await simulate(chain, staged)
  const call = encodeExecTransaction(staged, packSignatures(await signWith(staged, KEYS.slice(0, 2)), 2))
  const sent = await send(chain, call)
  expect(sent.status).toBe(effects.status === 'reverted' ? 'reverted' : 'success')
  const real = parseDiff(sent.diff)
  if (real === null) throw new Error('no diff')
  expect([...effects.balances].sort(byPlace)).toEqual([...(await realMoves(chain, sent.hash, real))].sort(byPlace))
  expect(effects.safeStorage.map(({ slot, before, after }) => ({ slot, before, after }))).toEqual(
    storageChanges(real, safe.address),
  )
  expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBe(1)
  return { effects: effects }
}

const byPlace = (one: BalanceChange, other: BalanceChange): number =>
  `${one.asset} ${one.account}` < `${other.asset} ${other.account}` ? -1 : 1

export function assets(chain: TestChain): Asset[] {
  const tokens = Object.entries(LOCAL_TOKENS).map(([key, { symbol, decimals }]) => ({
    chainId: local.id,
    address: chain.tokens[key as LocalToken],
    symbol,
    decimals,
  }))
  return [{ chainId: local.id, address: 'native', symbol: 'ETH', decimals: 18 }, ...tokens]
}
