import { type Address, concatHex, encodeFunctionData, type Hex, parseAbi, parseEther, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEPLOYMENT_PROXY, type DeployedVersion, DEPLOYED_VERSIONS } from '@/lib/desk/contracts-table'
import { LOCAL_TOKENS, type LocalToken, mintToken } from '@/lib/desk/tokens'
import { compareEffects } from '@/lib/simulate/proof/compare-effects'
import { proveEffects } from '@/lib/simulate/proof/prove-effects'
import { encodeMultiSend } from '@/lib/stage/multisend'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { LIAR_TOKEN, LIAR_TOKEN_CODE } from '@/tests/builders/liar-token'
import { type ProofCase, prepareProof } from '@/tests/chain/prepare-proof'
import { allow, EXECUTOR, openSafe, stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const OWNERS = parseAbi(['function addOwnerWithThreshold(address,uint256)', 'function enableModule(address)'])

const givesUpTo = (account: Address): Hex => concatHex(['0x73', account, '0xff'])
const GIVING_UP: Address = '0x00000000000000000000000000000000000f0001'
const GIVING_UP_TO_CONTRACT: Address = '0x00000000000000000000000000000000000f0002'
const MAKES_AND_ENDS: Address = '0x00000000000000000000000000000000000f0003'
/** Makes a contract of `caller; selfdestruct`, and calls it with all it got. */
const MAKES_AND_ENDS_CODE: Hex = concatHex([
  '0x6a6133ff6000526002601ef3', // PUSH11 of what makes it
  '0x600052600b60156000f0600060006000600034855af100',
])

let chain: TestChain
const safes = new Map<DeployedVersion, SafeRef>()
beforeAll(async () => {
  chain = await startTestChain()
  for (const version of DEPLOYED_VERSIONS) {
    const safe = await openSafe(chain, version)
    await chain.client.setBalance({ address: safe.address, value: parseEther('10') })
    for (const key of Object.keys(LOCAL_TOKENS) as LocalToken[])
      await mintToken(chain.url, chain.tokens[key], safe.address, 1_000_000n)
    safes.set(version, safe)
  }
  const planted: readonly (readonly [Address, Hex])[] = [
    [LIAR_TOKEN, LIAR_TOKEN_CODE],
    [GIVING_UP, givesUpTo(PAYEE)],
    [GIVING_UP_TO_CONTRACT, givesUpTo(chain.tokens.usdc)],
    [MAKES_AND_ENDS, MAKES_AND_ENDS_CODE],
  ]
  for (const [address, bytecode] of planted) {
    await chain.client.setCode({ address, bytecode })
    await chain.client.setBalance({ address, value: 11n })
  }
  await chain.client.mine({ blocks: 1 })
})
afterAll(() => chain.stop())

type Fields = Parameters<typeof stageTx>[1]
const CASES: Readonly<Record<string, (safe: SafeRef, version: DeployedVersion) => Fields>> = {
  'ether to a new account': () => ({ to: PAYEE, value: parseEther('0.5') }),
  'a token': () => ({ to: chain.tokens.usdc, data: transfer(PAYEE, 250n) }),
  'an allowance': () => ({ to: chain.tokens.usdc, data: allow(PAYEE, 9n) }),
  'a batch of two assets': (_, version) => ({
    to: chain.contracts[version].MultiSendCallOnly as Address,
    operation: 1,
    data: encodeMultiSend([
      { to: PAYEE, value: 7n, data: '0x' },
      { to: chain.tokens.usdc, value: 0n, data: transfer(PAYEE, 250n) },
    ]),
  }),
  'another owner': ({ address }) => ({
    to: address,
    data: encodeFunctionData({ abi: OWNERS, functionName: 'addOwnerWithThreshold', args: [EXECUTOR, 1n] }),
  }),
  'a module': ({ address }) => ({
    to: address,
    data: encodeFunctionData({ abi: OWNERS, functionName: 'enableModule', args: [PAYEE] }),
  }),
  'a token that logs and moves nothing': () => ({ to: LIAR_TOKEN, data: transfer(PAYEE, 9n) }),
  'a new contract': () => ({ to: DEPLOYMENT_PROXY, data: concatHex([zeroHash, '0x600160005360016000f3']) }),
  'a contract that gives itself up to an account': () => ({ to: GIVING_UP, value: 3n }),
  'a contract that gives itself up to another': () => ({ to: GIVING_UP_TO_CONTRACT, value: 3n }),
  'a contract that is gone before it was there': () => ({
    ...{ to: DEPLOYMENT_PROXY, data: concatHex([zeroHash, givesUpTo(PAYEE)]) },
  }),
  'a contract that is made, called and gone': () => ({ to: MAKES_AND_ENDS, value: 3n }),
  'a delegatecall that replaces the singleton': () => ({
    ...{ to: chain.tokens.drainer, operation: 1, data: transfer(PAYEE, 0n) },
  }),
}

describe.each(DEPLOYED_VERSIONS)('an own run on proven state equals the node’s, Safe %s:', (version) => {
  it.each(Object.keys(CASES))('%s', async (name) => {
    const { subject, told, witness } = await prepared(version, CASES[name] as (typeof CASES)[string])
    expect(compareEffects(await proveEffects(subject, witness), told)).toEqual([])
  })
})

it.each(Object.keys(LOCAL_TOKENS) as LocalToken[])('so it does of the token %s, whatever that does', async (key) => {
  const paying: (typeof CASES)[string] = () => ({ to: chain.tokens[key], data: transfer(PAYEE, 1000n) })
  const { subject, told, witness } = await prepared('1.4.1', paying)
  expect(compareEffects(await proveEffects(subject, witness), told)).toEqual([])
})

it('numbers that the server makes greater or smaller are named', async () => {
  const { subject, told, witness } = await prepared('1.4.1', CASES['a token'] as (typeof CASES)[string])
  const own = await proveEffects(subject, witness)
  const balances = told.balances.map((one) => (one.account === PAYEE ? { ...one, after: one.after + 1n } : one))
  const said = compareEffects(own, { ...told, balances })
  expect(said).toHaveLength(2)
  expect(said.join(' ')).toContain(`${PAYEE} in ${chain.tokens.usdc} from 0 to 250`)
  const { logged = [] } = told
  const boasted = compareEffects(own, { ...told, logged: logged.map((one) => ({ ...one, units: one.units + 1n })) })
  expect(boasted.join(' ')).toContain('The server does not show this movement in the logs: transfer of 250 of')
  expect(compareEffects(own, { ...told, logged: [] }).join(' ')).toContain('movement in the logs')
  const coded = compareEffects(own, { ...told, code: [{ address: PAYEE, before: null, after: told.block.hash }] })
  expect(coded.join(' ')).toContain(`it does not happen here: ${PAYEE} from no code to 0x`)
  const hidden = compareEffects(own, { ...told, safeStorage: [] })
  expect(hidden.join(' ')).toContain('nonce (slot 0x')
})

it('another number or time of the block than its header has is noticed', async () => {
  const { subject, witness, told } = await prepared('1.4.1', CASES['a token'] as (typeof CASES)[string])
  const own = await proveEffects(subject, witness)
  expect(compareEffects(own, told)).toEqual([])
  for (const lie of [{ timestamp: told.block.timestamp + 60n }, { number: told.block.number + 1n }])
    expect(compareEffects(own, { ...told, block: { ...told.block, ...lie } })).toHaveLength(1)
})

it('a witness of another block is of no use', async () => {
  const { subject, witness } = await prepared('1.4.1', CASES['a token'] as (typeof CASES)[string])
  const blockHash: Hex = `0x${'ab'.repeat(32)}`
  await expect(proveEffects({ ...subject, blockHash }, witness)).rejects.toThrow('not the one with the hash')
})

const prepared = (version: DeployedVersion, fields: (typeof CASES)[string]): Promise<ProofCase> => {
  const safe = safes.get(version)
  if (safe === undefined) throw new Error('there is a Safe of each version')
  return prepareProof(chain, stageTx(safe, fields(safe, version)))
}
