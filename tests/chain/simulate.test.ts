import { type Address, concatHex, encodeFunctionData, erc20Abi, type Hash, type Hex, parseAbi, parseEther } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { becomeSender, submitAs } from '@/lib/desk/chain-client'
import { DEPLOYED_VERSIONS } from '@/lib/desk/contracts-table'
import { ISSUER, sendAs } from '@/lib/desk/chain-client'
import { blacklistAccount } from '@/lib/desk/tokens'
import { createIo } from '@/lib/io/io'
import { encodeMultiSend } from '@/lib/stage/multisend'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { LIAR_TOKEN, LIAR_TOKEN_CODE } from '@/tests/builders/liar-token'
import { encodeRebase, OVER_TAKER, placeToken, REBASING } from '@/tests/builders/odd-tokens'
import { both, fund, ioOf, simulate, type Simulated } from '@/tests/chain/equal-effects'
import { allow, EXECUTOR, KEYS, stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const BURN: Address = '0x000000000000000000000000000000000000dEaD'
const OWNER_CALLS = parseAbi(['function addOwnerWithThreshold(address,uint256)', 'function enableModule(address)'])

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

describe.each(DEPLOYED_VERSIONS)('simulation on Safe %s equals what then really happens:', (version) => {
  it('ether to a new account', async () => {
    const { effects } = await both(chain, await fund(chain, version), () => ({ to: PAYEE, value: parseEther('0.5') }))
    expect(changes(effects)).toEqual([
      [PAYEE, 'native', parseEther('0.5')],
      ['safe', 'native', -parseEther('0.5')],
    ])
  })

  it('USDC-like to a burn address, whose number is too small to look like an account', async () => {
    const { effects } = await both(chain, await fund(chain, version), () => ({
      to: chain.tokens.usdc,
      data: transfer(BURN, 250n),
    }))
    expect(changes(effects)).toEqual([
      [BURN, chain.tokens.usdc, 250n],
      ['safe', chain.tokens.usdc, -250n],
    ])
  })

  it('a batch of two assets', async () => {
    const { effects } = await both(chain, await fund(chain, version), () => ({
      to: chain.contracts[version].MultiSendCallOnly as Address,
      operation: 1,
      data: encodeMultiSend([
        { to: PAYEE, value: 7n, data: '0x' },
        { to: chain.tokens.usdc, value: 0n, data: transfer(PAYEE, 250n) },
      ]),
    }))
    expect(changes(effects)).toEqual([
      [PAYEE, 'native', 7n],
      ['safe', 'native', -7n],
      [PAYEE, chain.tokens.usdc, 250n],
      ['safe', chain.tokens.usdc, -250n],
    ])
  })

  it('an owner added: owner list, count and threshold are named', async () => {
    const data = encodeFunctionData({
      abi: OWNER_CALLS,
      functionName: 'addOwnerWithThreshold',
      args: [EXECUTOR, 1n],
    })
    const { effects } = await both(chain, await fund(chain, version), (safe) => ({ to: safe.address, data }))
    const labels = effects.safeStorage.map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['ownerCount', 'threshold', 'nonce', `owners[${EXECUTOR}]`]))
    expect(labels).not.toContain('unknown')
  })

  it('a delegatecall that replaces the singleton', async () => {
    const { effects } = await both(chain, await fund(chain, version), () => ({
      to: chain.tokens.drainer,
      operation: 1,
      data: transfer(PAYEE, 0n),
    }))
    expect(effects.safeStorage.find(({ label }) => label === 'singleton')?.after).toBe(word(PAYEE))
    expect(changes(effects)).toEqual([])
  })
})

describe('simulation of tokens that do not do what they are asked', () => {
  it('says why a blacklisting token refuses, and what the Safe then does', async () => {
    const safe = await fund(chain, '1.4.1')
    await blacklistAccount(chain.url, 'usdc', PAYEE)
    const { effects } = await both(chain, safe, () => ({ to: chain.tokens.usdc, data: transfer(PAYEE, 250n) }))
    expect(effects.status).toBe('reverted')
    expect(effects.revertReason).toContain('Blacklistable: account is blacklisted')
    expect(effects.revertReason).toContain('GS013')
    expect(changes(effects)).toEqual([])
  })

  it('names the custom error of a token that has one', async () => {
    const { effects } = await both(chain, await fund(chain, '1.4.1'), () => ({
      to: chain.tokens.stuck,
      data: transfer(PAYEE, 1n),
    }))
    expect(effects.revertReason).toMatch(/^custom error 0x[0-9a-f]{8}/)
  })

  it('shows what a fee-on-transfer token delivers and where the rest goes', async () => {
    const { effects } = await both(chain, await fund(chain, '1.4.1'), () => ({
      to: chain.tokens.fee,
      data: transfer(PAYEE, 1000n),
    }))
    const units = effects.balances.map(({ before, after }) => after - before).sort((a, b) => Number(a - b))
    expect(units).toEqual([-1000n, 10n, 990n])
  })

  it('shows that nothing moves when a token answers false', async () => {
    const { effects } = await both(chain, await fund(chain, '1.4.1'), () => ({
      to: chain.tokens.false,
      data: transfer(PAYEE, 9n),
    }))
    expect(effects.status).toBe('success')
    expect(changes(effects)).toEqual([])
  })

  it('shows what a token moves that answers nothing at all, as USDT does', async () => {
    const { effects } = await both(chain, await fund(chain, '1.4.1'), () => ({
      to: chain.tokens.usdt,
      data: transfer(PAYEE, 1000n),
    }))
    expect(effects.status).toBe('success')
    expect(units(effects)).toEqual([
      [PAYEE, 1000n],
      ['safe', -1000n],
    ])
  })

  it('shows that one of these refuses a sender on its own list', async () => {
    const safe = await fund(chain, '1.4.1')
    await blacklistAccount(chain.url, 'usdt', safe.address)
    const { effects } = await both(chain, safe, () => ({ to: chain.tokens.usdt, data: transfer(PAYEE, 1000n) }))
    expect(effects).toMatchObject({ status: 'reverted', balances: [] })
    expect(effects.revertReason).toContain('sender is on the black list')
  })

  it('shows that nothing moves when a token only logs', async () => {
    await chain.client.setCode({ address: LIAR_TOKEN, bytecode: LIAR_TOKEN_CODE })
    const { effects } = await both(chain, await fund(chain, '1.4.1'), () => ({
      to: LIAR_TOKEN,
      data: transfer(PAYEE, 1000n),
    }))
    expect(effects).toMatchObject({ status: 'success', balances: [] })
    expect(effects.logged).toMatchObject([{ token: LIAR_TOKEN, to: PAYEE, units: 1000n }])
  })

  it('shows all that a token takes which logs little', async () => {
    const safe = await fund(chain, '1.4.1')
    const token = await placeToken(chain, OVER_TAKER, safe.address, 5000n)
    const { effects } = await both(chain, safe, () => ({ to: token, data: transfer(PAYEE, 1n) }))
    expect(effects.logged).toMatchObject([{ token, to: PAYEE, units: 1n }])
    expect(units(effects)).toEqual([
      [PAYEE, 5000n],
      ['safe', -5000n],
    ])
  })

  it('shows what a rebasing token moves, which is whole shares and not what it logs', async () => {
    const safe = await fund(chain, '1.4.1')
    const token = await placeToken(chain, REBASING, safe.address, 1000n)
    await sendAs(chain.client, ISSUER, { to: token, data: encodeRebase(3001n) })
    const { effects } = await both(chain, safe, () => ({ to: token, data: transfer(PAYEE, 500n) }))
    expect(effects.logged).toMatchObject([{ token, to: PAYEE, units: 500n }])
    // 500 × 1000 / 3001 are 166 shares, worth 498; what is left is worth 2502 of the 3001 before.
    expect(units(effects)).toEqual([
      [PAYEE, 498n],
      ['safe', -499n],
    ])
  })

  it('shows what the Safe loses where such a token shrinks within the batch', async () => {
    const safe = await fund(chain, '1.4.1')
    const token = await placeToken(chain, REBASING, safe.address, 1000n)
    const { effects } = await both(chain, safe, () => ({
      to: chain.contracts['1.4.1'].MultiSendCallOnly as Address,
      operation: 1,
      data: encodeMultiSend([
        { to: token, value: 0n, data: encodeRebase(500n) },
        { to: token, value: 0n, data: transfer(PAYEE, 100n) },
      ]),
    }))
    expect(units(effects)).toEqual([
      [PAYEE, 100n],
      ['safe', -600n],
    ])
  })

  it('shows an allowance by what the token then answers', async () => {
    const { effects } = await both(chain, await fund(chain, '1.4.1'), () => ({
      to: chain.tokens.usdc,
      data: allow(PAYEE, 5n),
    }))
    expect(effects.approvals).toEqual([
      { token: chain.tokens.usdc, owner: expect.any(String), spender: PAYEE, units: 5n },
    ])
  })

  it('shows what a call uses of an allowance, and what is taken back', async () => {
    const safe = await fund(chain, '1.4.1')
    const spender: Address = '0x00000000000000000000000000000000000F0003'
    // Passes what follows its first word on to the address in it.
    await chain.client.setCode({ address: spender, bytecode: '0x36602090038060205f375f5f915f5f5f355af100' })
    await becomeSender(chain.client, safe.address)
    const data = allow(spender, 300n)
    const hash = await submitAs(chain.client, safe.address, { to: chain.tokens.usdc, data, gas: 200_000n })
    await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 5 })
    const spent = { token: chain.tokens.usdc, spender, before: 300n }
    const take = encodeFunctionData({ abi: erc20Abi, functionName: 'transferFrom', args: [safe.address, PAYEE, 250n] })
    const used = await simulate(chain, stageTx(safe, { to: spender, data: concatHex([word(chain.tokens.usdc), take]) }))
    expect(changes(used)).toContainEqual([PAYEE, chain.tokens.usdc, 250n])
    expect(used.spent).toEqual([{ ...spent, after: 50n }])
    const revoked = await simulate(chain, stageTx(safe, { to: chain.tokens.usdc, data: allow(spender, 0n) }))
    expect(revoked.spent).toEqual([{ ...spent, after: 0n }])
    const paid = await simulate(chain, stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 5n) }))
    expect(paid).not.toHaveProperty('spent')
  })

  it('keeps going where the Safe is told to, and calls that a failure inside', async () => {
    const { effects } = await both(chain, await fund(chain, '1.4.1'), () => ({
      to: chain.tokens.stuck,
      data: transfer(PAYEE, 1n),
      safeTxGas: 200_000n,
    }))
    expect(effects.status).toBe('inner-failure')
    expect(effects.revertReason).toMatch(/^custom error/)
    expect(effects.safeStorage.map(({ label }) => label)).toEqual(['nonce'])
  })
})

describe('simulation environments', () => {
  it('are five, and equal for an honest transfer', async () => {
    const staged = stageTx(await fund(chain, '1.4.1'), { to: chain.tokens.usdc, data: transfer(PAYEE, 5n) })
    const effects = await simulate(chain, staged)
    expect(effects.environments).toHaveLength(5)
    expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBe(1)
  })

  it('stay equal when the payee is the very owner who is taken to submit', async () => {
    const safe = await fund(chain, '1.4.1')
    for (const key of KEYS.slice(0, 3)) {
      const effects = await simulate(chain, stageTx(safe, { to: key.address, value: 10n }))
      expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBe(1)
      expect(effects.balances.map(({ before, after }) => after - before).sort()).toEqual([-10n, 10n])
    }
  })

  // Each pays the whole call value onwards only where the value it reads is not zero.
  it.each([
    ['author', '41'],
    ['gas price', '3a'],
    ['base fee', '48'],
  ])('differ when a contract acts by the %s of the block', async (_what, opcode) => {
    const safe = await fund(chain, '1.4.1')
    const pill: Address = '0x00000000000000000000000000000000000f0001'
    // if (opcode == 0) stop; else send CALLVALUE to 0xdead
    const code: Hex = `0x${opcode}600557005b5f5f5f5f3461dead5af100`
    await chain.client.setCode({ address: pill, bytecode: code })
    const effects = await simulate(chain, stageTx(safe, { to: pill, value: 100n }))
    expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBeGreaterThan(1)
  })
})

describe('simulation without an answer', () => {
  it('is a value that names who did not answer', async () => {
    const io = createIo({ rpcUrls: new Map([[local.id, ['http://127.0.0.1:9/']]]), signatureKey: null })
    const staged = stageTx(await fund(chain, '1.4.1'), { to: PAYEE, value: 1n })
    const state = await ioOf(chain).chain.readSafeState(staged.safe)
    const effects = await io.simulator.simulate({ staged, state, assets: [] })
    expect(effects).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining('did not answer') })
  })

  it('is a value when the state of the Safe is not known', async () => {
    const staged = stageTx(await fund(chain, '1.4.1'), { to: PAYEE, value: 1n })
    expect(await ioOf(chain).simulator.simulate({ staged, state: null, assets: [] })).toMatchObject({
      kind: 'unavailable',
    })
  })
})

function changes({ balances }: Simulated): [string, string, bigint][] {
  const named = (account: string) => (account === PAYEE || account === BURN ? account : 'safe')
  return balances
    .map(({ account, asset, before, after }): [string, string, bigint] => [named(account), asset, after - before])
    .sort((a, b) => rank(a) - rank(b))
}

const units = (effects: Simulated) => changes(effects).map(([account, , change]) => [account, change])

const rank = ([account, asset]: readonly [string, string, bigint]) =>
  (asset === 'native' ? 0 : 2) + (account === 'safe' ? 1 : 0)

const word = (address: Address): Hash => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`
