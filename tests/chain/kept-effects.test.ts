import type { Address, Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Frame } from '@/lib/simulate/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { fund, simulate } from '@/tests/chain/equal-effects'
import { stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const PLANTED: Address = '0x00000000000000000000000000000000000F0001'

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

function* framesOf(frame: Frame): Generator<Frame> {
  yield frame
  for (const call of frame.calls) yield* framesOf(call)
}

describe('what simulation keeps for whoever reads it', () => {
  it('is the gas of each call, that of the inner ones within the outer', async () => {
    const safe = await fund(chain, '1.4.1')
    const { root, gasUsed } = await simulate(chain, stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 5n) }))
    expect(root.gasUsed).toBe(gasUsed)
    for (const { gasUsed: own = 0n, calls } of framesOf(root))
      expect(own).toBeGreaterThan(calls.reduce((sum, call) => sum + (call.gasUsed ?? 0n), 0n))
  })

  it('is what a failed call says, at the call that fails', async () => {
    const safe = await fund(chain, '1.4.1')
    const { root } = await simulate(
      chain,
      stageTx(safe, { to: chain.tokens.stuck, data: transfer(PAYEE, 1n), safeTxGas: 200_000n }),
    )
    const failed = [...framesOf(root)].filter(({ error }) => error !== null)
    expect(failed.map(({ to }) => to)).toEqual([chain.tokens.stuck])
    expect(failed[0]?.reason).toMatch(/^custom error 0x[0-9a-f]{8}/)
    expect(root.reason).toBeUndefined()
  })

  it('is what an honest token logs', async () => {
    const safe = await fund(chain, '1.4.1')
    const effects = await simulate(chain, stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 5n) }))
    expect(effects.logged).toEqual([
      { event: 'transfer', token: chain.tokens.usdc, from: safe.address, to: PAYEE, units: 5n },
    ])
    expect(effects.balances.map(({ before, after }) => after - before)).toEqual(expect.arrayContaining([5n, -5n]))
  })

  it('is what a token logs that moves nothing', async () => {
    const safe = await fund(chain, '1.4.1')
    await chain.client.setCode({ address: PLANTED, bytecode: LOGS_ONLY })
    const effects = await simulate(chain, stageTx(safe, { to: PLANTED, data: transfer(PAYEE, 5n) }))
    expect(effects.status).toBe('success')
    expect(effects.logged).toEqual([{ event: 'transfer', token: PLANTED, from: safe.address, to: PAYEE, units: 5n }])
    expect(effects.balances).toEqual([])
  })

  it('is what another block does instead, and nothing of those that do the same', async () => {
    const safe = await fund(chain, '1.4.1')
    // Without an author it stops; else it sends what it is given to 0xdead.
    await chain.client.setCode({ address: PLANTED, bytecode: '0x41600557005b5f5f5f5f3461dead5af100' })
    const { environments } = await simulate(chain, stageTx(safe, { to: PLANTED, value: 100n }))
    const [shown, ...others] = environments
    const told = others.filter(({ digest }) => digest !== shown?.digest)
    expect(told.length).toBeGreaterThan(0)
    for (const { instead } of told)
      expect(instead?.balances).toContainEqual({
        ...{ account: '0x000000000000000000000000000000000000dEaD', asset: 'native', before: 0n, after: 100n },
      })
    for (const one of environments) if (!told.includes(one)) expect(one.instead).toBeUndefined()
  })
})

const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
/** Answers 5 to everything but transfer, which it logs as asked and answers with true. */
const LOGS_ONLY: Hex = `0x${[
  '5f3560e01c63a9059cbb14601657', // transfer goes to 0x16
  '60055f5260205ff3',
  '5b6024355f52600435337f',
  TRANSFER,
  '60205fa3', // LOG3: topics Transfer, caller, payee; the amount as data
  '60015f5260205ff3',
].join('')}`
