import { erc20Abi, parseEther, type Address, type Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { DEPLOYED_VERSIONS, type DeployedVersion } from '@/lib/desk/contracts-table'
import { mintToken } from '@/lib/desk/tokens'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { createIo } from '@/lib/io/io'
import type { SafeRef, StagedTx } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  ask,
  EXECUTOR,
  KEYS,
  openSafe,
  preValidated,
  send,
  signWith,
  stageTx,
  transfer,
} from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

describe.each(DEPLOYED_VERSIONS)('execution on Safe %s by our own encoding', (version) => {
  it('takes exactly threshold signatures of any two owners, whatever their order', async () => {
    const safe = await fund(version)
    for (const [first, second] of [
      [0, 1],
      [2, 0],
      [1, 2],
    ] as const) {
      const nonce = await nonceOf(safe)
      const staged = stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 10n), nonce })
      const signatures = await signWith(
        staged,
        [KEYS[first], KEYS[second]].filter((key) => key !== undefined),
      )
      const packed = packSignatures(signatures, 2)
      expect(packed).toHaveLength(2 + 2 * 65 * 2)
      expect((await send(chain, encodeExecTransaction(staged, packed))).status).toBe('success')
    }
    expect(await paid()).toBe(30n)
  })

  it('hands over two of three signatures, the lowest owners', async () => {
    const staged = stageTx(await fund(version), { to: PAYEE, value: 1n })
    const packed = packSignatures(await signWith(staged, KEYS.slice(0, 3)), 2)
    expect((await send(chain, encodeExecTransaction(staged, packed))).status).toBe('success')
  })

  it.each([
    [
      'a stranger',
      async (staged: StagedTx) => [
        ...(await signWith(staged, KEYS.slice(3, 4))),
        ...(await signWith(staged, KEYS.slice(0, 1))),
      ],
    ],
    [
      'a changed signature',
      async (staged: StagedTx) =>
        (await signWith(staged, KEYS.slice(0, 2))).map(({ owner, signature }) => ({
          owner,
          signature: `${signature.slice(0, 20)}${signature[20] === '0' ? '1' : '0'}${signature.slice(21)}` as Hex,
        })),
    ],
    [
      'signatures of another nonce',
      async (staged: StagedTx) => signWith(stageTx(staged.safe, { ...staged.tx, nonce: 9n }), KEYS.slice(0, 2)),
    ],
  ])('is refused by the Safe with GS026 for %s', async (_what, sign) => {
    const staged = stageTx(await fund(version), { to: PAYEE, value: 1n })
    const call = encodeExecTransaction(staged, packSignatures(await sign(staged), 2))
    await expect(
      ask(chain.url, 'eth_call', [{ from: EXECUTOR, to: call.to, data: call.data }, 'latest']),
    ).rejects.toThrow('GS026')
    expect((await send(chain, call)).status).toBe('reverted')
    expect(await nonceOf(staged.safe)).toBe(0n)
  })

  it('keeps the nonce after an outer revert, and the same signatures then pay once and never twice', async () => {
    const safe = await fund(version)
    const rival = stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 600_000n) })
    const rivalCall = encodeExecTransaction(rival, packSignatures(await signWith(rival, KEYS.slice(0, 2)), 2))
    const poor = stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 5_000_000n) })
    const poorCall = encodeExecTransaction(poor, packSignatures(await signWith(poor, KEYS.slice(0, 2)), 2))
    expect((await send(chain, poorCall)).status).toBe('reverted')
    expect(await nonceOf(safe)).toBe(0n)
    await mintToken(chain.url, chain.tokens.usdc, safe.address, 9_000_000n)
    expect((await send(chain, poorCall)).status).toBe('success')
    expect((await send(chain, poorCall)).status).toBe('reverted')
    expect(await paid()).toBe(5_000_000n)
    // The other transaction of the same nonce can never execute any more.
    expect((await send(chain, rivalCall)).status).toBe('reverted')
    expect(await paid()).toBe(5_000_000n)
  })
})

describe('packing', () => {
  it('refuses signatures that stand for an approval on chain', async () => {
    const staged = stageTx(await fund('1.4.1'), { to: PAYEE, value: 1n })
    const [real] = await signWith(staged, KEYS.slice(0, 1))
    const owner = KEYS[1]?.address
    if (!real || !owner) throw new Error('two keys')
    expect(() => packSignatures([real, { owner, signature: preValidated(owner) }], 2)).toThrow('no EIP-712 signature')
  })
})

async function fund(version: DeployedVersion): Promise<SafeRef> {
  const safe = await openSafe(chain, version)
  await chain.client.setBalance({ address: safe.address, value: parseEther('1') })
  await mintToken(chain.url, chain.tokens.usdc, safe.address, 1_000_000n)
  return safe
}

const nonceOf = async (safe: SafeRef): Promise<bigint> => {
  const io = createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })
  return (await io.chain.readSafeState(safe)).nonce
}

const paid = (): Promise<bigint> =>
  chain.client.readContract({ address: chain.tokens.usdc, abi: erc20Abi, functionName: 'balanceOf', args: [PAYEE] })
