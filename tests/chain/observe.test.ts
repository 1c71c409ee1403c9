import { parseEther, type Address, type Hash } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { DEPLOYED_VERSIONS, type DeployedVersion } from '@/lib/desk/contracts-table'
import { mintToken } from '@/lib/desk/tokens'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { deriveSubmission } from '@/lib/execute/submission'
import { createIo } from '@/lib/io/io'
import type { SafeRef, StagedTx } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { KEYS, openSafe, send, signWith, stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(async () => {
  await chain.reset()
  // A block a second, however long this machine takes: what is final goes by the chain's time.
  await chain.client.setBlockTimestampInterval({ interval: 1 })
})
afterAll(() => chain.stop())

describe.each(DEPLOYED_VERSIONS)('following a hand-over on Safe %s', (version) => {
  it('waits, confirms and ends as executed, though nobody reported the transaction', async () => {
    const staged = stageTx(await fund(version), { to: PAYEE, value: 1n })
    expect(await look(staged)).toBe('handed-over')
    await execute(staged)
    expect(await look(staged)).toBe('confirming')
    await chain.client.mine({ blocks: 1 })
    expect(await look(staged)).toBe('confirming')
    expect(await look(staged, { laterSeconds: 10 })).toBe('executed')
  })

  it('tells a failure inside from a revert outside', async () => {
    const safe = await fund(version)
    const inside = stageTx(safe, { to: chain.tokens.stuck, data: transfer(PAYEE, 1n), safeTxGas: 100_000n })
    const hash = await execute(inside)
    await chain.client.mine({ blocks: 1 })
    expect(await look(inside, { reported: hash, laterSeconds: 10 })).toBe('failed-onchain')

    const outside = stageTx(safe, { to: chain.tokens.stuck, data: transfer(PAYEE, 1n), nonce: 1n })
    const reverted = await execute(outside)
    await chain.client.mine({ blocks: 1 })
    expect(await look(outside, { laterSeconds: 10 })).toBe('handed-over')
    expect(await look(outside, { reported: reverted })).toBe('confirming')
    expect(await look(outside, { reported: reverted, laterSeconds: 10 })).toBe('reverted')
  })

  it('is superseded when another transaction used the nonce, once that is final', async () => {
    const safe = await fund(version)
    const [ours, rival] = [stageTx(safe, { to: PAYEE, value: 1n }), stageTx(safe, { to: PAYEE, value: 2n })]
    await execute(rival)
    expect(await look(ours)).toBe('handed-over')
    await chain.client.mine({ blocks: 2 })
    expect(await look(ours, { laterSeconds: 10 })).toBe('superseded')
    expect(await look(rival, { laterSeconds: 10 })).toBe('executed')
  })

  it('goes back when its block is reorganised away', async () => {
    const staged = stageTx(await fund(version), { to: PAYEE, value: 1n })
    const before = await chain.client.snapshot()
    const reported = await execute(staged)
    expect(await look(staged, { reported })).toBe('confirming')
    await chain.client.revert({ id: before })
    expect(await look(staged, { reported })).toBe('handed-over')
  })
})

describe('what an executor reports', () => {
  it('is not believed when the reverted transaction carries other fields', async () => {
    const safe = await fund('1.4.1')
    const other = stageTx(safe, { to: chain.tokens.stuck, data: transfer(PAYEE, 1n) })
    const reported = await execute(other)
    const ours = stageTx(safe, { to: PAYEE, value: 1n })
    await chain.client.mine({ blocks: 1 })
    expect(await look(ours, { reported, laterSeconds: 10 })).toBe('handed-over')
    expect(await look(other, { reported, laterSeconds: 10 })).toBe('reverted')
  })

  it('does not hide that the same signatures were used in another transaction', async () => {
    const staged = stageTx(await fund('1.4.1'), { to: chain.tokens.usdc, data: transfer(PAYEE, 1n) })
    const wrong: Hash = `0x${'11'.repeat(32)}`
    const reverted = await execute(staged)
    await mintToken(chain.url, chain.tokens.usdc, staged.safe.address, 10n)
    await execute(staged)
    await chain.client.mine({ blocks: 1 })
    expect(await look(staged, { reported: reverted, laterSeconds: 10 })).toBe('executed')
    expect(await look(staged, { reported: wrong, laterSeconds: 10 })).toBe('executed')
  })
})

describe('with two nodes', () => {
  it('is final only when both have the transaction in the same block', async () => {
    const behind = await startTestChain()
    try {
      const staged = stageTx(await fund('1.4.1'), { to: PAYEE, value: 1n })
      await openSafe(behind, '1.4.1')
      await execute(staged)
      await chain.client.mine({ blocks: 1 })
      const urls = [chain.url, behind.url]
      expect(await look(staged, { laterSeconds: 10, urls })).toBe('handed-over')
      expect(await look(staged, { laterSeconds: 10, urls: [chain.url, chain.url] })).toBe('executed')
      await expect(look(staged, { urls: [chain.url, 'http://127.0.0.1:9'] })).rejects.toThrow('did not answer')
    } finally {
      await behind.stop()
    }
  })
})

async function look(
  staged: StagedTx,
  {
    reported = null,
    laterSeconds = 0,
    urls = [chain.url],
  }: { reported?: Hash | null; laterSeconds?: number; urls?: string[] } = {},
) {
  const { timestamp } = await chain.client.getBlock()
  const clock = { now: () => new Date((Number(timestamp) + laterSeconds) * 1000) }
  const io = createIo({ rpcUrls: new Map([[local.id, urls]]), signatureKey: null, clock })
  const observation = await io.chain.observe(staged, { reportedTxHash: reported, since: new Date() })
  return deriveSubmission(observation, { chain: local, nonce: staged.tx.nonce })
}

async function execute(staged: StagedTx): Promise<Hash> {
  const packed = packSignatures(await signWith(staged, KEYS.slice(0, 2)), 2)
  return (await send(chain, encodeExecTransaction(staged, packed))).hash
}

async function fund(version: DeployedVersion): Promise<SafeRef> {
  const safe = await openSafe(chain, version)
  await chain.client.setBalance({ address: safe.address, value: parseEther('1') })
  return safe
}
