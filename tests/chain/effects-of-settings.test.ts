import { type Address, concat, encodeFunctionData, type Hex, pad, parseAbi, parseEther, size } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SENTINEL_ADDRESS } from '@/lib/core/address'
import { local } from '@/lib/chains/local'
import { type DeployedVersion, DEPLOYED_VERSIONS } from '@/lib/desk/contracts-table'
import { deploySafe } from '@/lib/desk/safes'
import { mintToken } from '@/lib/desk/tokens'
import { encodeExecution } from '@/lib/simulate/exec-transaction-abi'
import { GUARD_SLOT, MODULE_GUARD_SLOT } from '@/lib/simulate/safe-slots'
import type { SafeRef } from '@/lib/stage/types'
import { addressOf } from '@/tests/builders/proposals'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { both, fund } from '@/tests/chain/equal-effects'
import { EXECUTOR, KEYS, preValidated, send, stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const SETTINGS = parseAbi([
  'function swapOwner(address,address,address)',
  'function removeOwner(address,address,uint256)',
  'function changeThreshold(uint256)',
  'function enableModule(address)',
  'function approveHash(bytes32)',
  'function execTransactionFromModule(address,uint256,bytes,uint8)',
  'function run(bytes)',
])

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

const put = async (name: string, bytecode: Hex): Promise<Address> => {
  await chain.client.setCode({ address: addressOf(name), bytecode })
  return addressOf(name)
}
const guarded = async (safe: SafeRef, slot: Hex, guard: Address): Promise<SafeRef> => {
  await chain.client.setStorageAt({ address: safe.address, index: slot, value: pad(guard) })
  return safe
}
/** A Safe of the same version whose one owner is the other, with ether and a token of its own. */
const ownedBy = async ({ address: outer, version }: SafeRef): Promise<SafeRef> => {
  const plan = { version: version as DeployedVersion, owners: [outer], threshold: 1, saltNonce: 78n }
  const address = await deploySafe(chain.url, plan)
  await chain.client.setBalance({ address, value: parseEther('3') })
  await mintToken(chain.url, chain.tokens.usdc, address, 1000n)
  return { chainId: local.id, address, version }
}
const owner = (place: number): Address => KEYS[place]?.address ?? '0x'

describe.each(DEPLOYED_VERSIONS)('what a Safe %s does is what the simulation says:', (version) => {
  const own = (data: Hex) => (safe: SafeRef) => ({ to: safe.address, data })

  it('an owner in the place of another', async () => {
    const args = [SENTINEL_ADDRESS, owner(2), EXECUTOR] as const
    const safe = await fund(chain, version)
    const [first] = await chain.client.readContract({
      address: safe.address,
      abi: parseAbi(['function getOwners() view returns (address[])']),
      functionName: 'getOwners',
    })
    const data = encodeFunctionData({
      abi: SETTINGS,
      functionName: 'swapOwner',
      args: [args[0], first ?? '0x', args[2]],
    })
    const { effects } = await both(chain, safe, own(data))
    expect(effects.status).toBe('success')
    expect(effects.safeStorage.map(({ label }) => label)).toContain(`owners[${EXECUTOR}]`)
  })

  it('another threshold, and a module', async () => {
    const threshold = encodeFunctionData({ abi: SETTINGS, functionName: 'changeThreshold', args: [3n] })
    const changed = await both(chain, await fund(chain, version), own(threshold))
    expect(changed.effects.safeStorage.map(({ label }) => label)).toEqual(['threshold', 'nonce'])
    await chain.reset()
    const module = encodeFunctionData({ abi: SETTINGS, functionName: 'enableModule', args: [PAYEE] })
    const { effects } = await both(chain, await fund(chain, version), own(module))
    expect(effects.safeStorage.map(({ label }) => label)).toContain(`modules[${PAYEE}]`)
  })

  it('an approval by a Safe that is no owner of the other, which refuses it', async () => {
    const data = encodeFunctionData({ abi: SETTINGS, functionName: 'approveHash', args: [pad('0xabcd')] })
    // Only owners approve: whoever is none is refused, in the run as on the chain.
    const { effects } = await both(chain, await fund(chain, version), (safe) => ({ to: safe.address, data }))
    expect(effects.status).toBe('reverted')
  })

  it('one Safe that approves a transaction of another that it owns', async () => {
    const outer = await fund(chain, version)
    const inner = await ownedBy(outer)
    const paying = stageTx(inner, { to: PAYEE, value: 5n })
    const args = [paying.hashes.safeTx] as const
    const data = encodeFunctionData({ abi: SETTINGS, functionName: 'approveHash', args })
    const { effects } = await both(chain, outer, () => ({ to: inner.address, data }))
    expect(effects).toMatchObject({ status: 'success', balances: [], approvals: [] })
    expect(effects.safeStorage.map(({ label }) => label)).toEqual(['nonce'])
    // What it approved was the transaction itself: anybody may now execute it, and only it.
    const sent = async (value: bigint) => {
      const { tx } = stageTx(inner, { to: PAYEE, value })
      return await send(chain, { to: inner.address, value: 0n, data: encodeExecution(tx, preValidated(outer.address)) })
    }
    expect((await sent(6n)).status).toBe('reverted')
    expect((await sent(5n)).status).toBe('success')
    expect(await chain.client.getBalance({ address: PAYEE })).toBe(5n)
  })

  it.each([
    ['the chain’s coin', () => ({ to: PAYEE, value: 5n })],
    ['a token', () => ({ to: chain.tokens.usdc, data: transfer(PAYEE, 5n) })],
  ] as const)('one Safe that has another which it owns pay %s', async (_, pays) => {
    const outer = await fund(chain, version)
    const inner = await ownedBy(outer)
    const { tx } = stageTx(inner, pays())
    // Its own call is its approval: the other asks no signature of an owner who calls it.
    const data = encodeExecution(tx, preValidated(outer.address))
    const { effects } = await both(chain, outer, () => ({ to: inner.address, data }))
    expect(effects.status).toBe('success')
    expect(effects.balances.map(({ account, before, after }) => [account, after - before])).toEqual(
      expect.arrayContaining([
        [inner.address, -5n],
        [PAYEE, 5n],
      ]),
    )
    expect(effects.balances).toHaveLength(2)
  })

  it('one Safe that tries so with a signature for another than itself', async () => {
    const outer = await fund(chain, version)
    const inner = await ownedBy(outer)
    const { tx } = stageTx(inner, { to: PAYEE, value: 5n })
    const data = encodeExecution(tx, preValidated(owner(0)))
    const { effects } = await both(chain, outer, () => ({ to: inner.address, data }))
    expect(effects).toMatchObject({ status: 'reverted', balances: [] })
  })

  it('a payment past a guard that lets it, and none past one that does not', async () => {
    const passing = await put('a guard that lets everything', '0x00')
    const pays = { to: PAYEE, value: parseEther('0.5') }
    const passed = await both(chain, await guarded(await fund(chain, version), GUARD_SLOT, passing), () => pays)
    expect(passed.effects.status).toBe('success')
    await chain.reset()
    const stopping = await put('a guard that stops everything', '0x60006000fd')
    const stopped = await both(chain, await guarded(await fund(chain, version), GUARD_SLOT, stopping), () => pays)
    expect(stopped.effects).toMatchObject({ status: 'reverted', balances: [] })
  })

  it('a payment inside a frame that reverts, which no balance shows', async () => {
    const payer = await put('pays and reverts', `0x600060006000600034${pushOf(PAYEE)}5af160006000fd`)
    // Calls the payer with all it got, and goes on whatever becomes of it.
    const caller = await put('calls the payer', `0x600060006000600034${pushOf(payer)}5af100`)
    const { effects } = await both(chain, await fund(chain, version), () => ({ to: caller, value: 7n }))
    expect(effects.status).toBe('success')
    expect(effects.balances.map(({ account, before, after }) => [account, after - before])).toEqual(
      expect.arrayContaining([[caller, 7n]]),
    )
    expect(effects.balances.some(({ account }) => account === PAYEE || account === payer)).toBe(false)
  })
})

describe('a module that acts while the Safe calls it', () => {
  it.each([
    ['lets it', '0x60206000f3', 'success'],
    ['stops it', '0x60006000fd', 'reverted'],
  ] as const)('meets the module guard of 1.5.0, which %s', async (_, guard, status) => {
    const safe = await fund(chain, '1.5.0')
    // run(bytes): calls whoever called with these bytes, and reverts where they do.
    const module = await put('a module', '0x60243560446000376000600060243560006000335af1601e5760006000fd5b00')
    const enable = {
      to: safe.address,
      data: encodeFunctionData({ abi: SETTINGS, functionName: 'enableModule', args: [module] }),
    }
    await both(chain, safe, () => enable)
    await guarded(safe, MODULE_GUARD_SLOT, await put(`a module guard that ${status}`, guard))
    const inner = encodeFunctionData({
      abi: SETTINGS,
      functionName: 'execTransactionFromModule',
      args: [PAYEE, 5n, '0x', 0],
    })
    const data = encodeFunctionData({ abi: SETTINGS, functionName: 'run', args: [inner] })
    const { effects } = await both(chain, safe, () => ({ to: module, data, nonce: 1n }))
    expect(effects.status).toBe(status)
    expect(effects.balances.some(({ account }) => account === PAYEE)).toBe(status === 'success')
  })
})

/** PUSH20 of an address, without 0x. */
const pushOf = (address: Address): string => {
  if (size(address) !== 20) throw new Error('an address has 20 bytes')
  return concat(['0x73', address]).slice(2)
}
