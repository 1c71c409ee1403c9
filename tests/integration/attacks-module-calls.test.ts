import { createTestClient, createWalletClient, encodeFunctionData, http, type Hex, parseAbi, parseEther } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { safe } from '@/db/schema/registry'
import { eq } from 'drizzle-orm'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk } from '@/tests/builders/money-desk'
import { addressOf, change, contactsBody } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'
import type { Reviewed } from '@/lib/flows/gather-review'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk?.close()
  await chain?.stop()
})

it('a call by which a module has the Safe call something else shows that call as a finding', async () => {
  const anvil = createTestClient({ mode: 'anvil', transport: http(chain.url) })
  const [row] = await desk.db.select().from(safe).where(eq(safe.id, 'operations'))
  const address = row?.address as Hex
  const [module, vault] = [addressOf('own module'), addressOf('a permit vault')]
  // run(bytes data): calls whoever called with the data: CALLDATACOPY(0, 0x44, len); CALL(gas, caller, 0, 0, len, 0, 0)
  await anvil.setCode({ address: module, bytecode: ('0x6024356044600037600060006024356000600033' + '5af100') as Hex })
  await anvil.setCode({ address: vault, bytecode: '0x00' })
  await anvil.impersonateAccount({ address })
  await anvil.setBalance({ address, value: parseEther('100') })
  const wallet = createWalletClient({ account: address, transport: http(chain.url) })
  const hash = await wallet.sendTransaction({
    chain: null,
    to: address,
    data: encodeFunctionData({ abi: parseAbi(['function enableModule(address)']), args: [module] }),
    gas: 200_000n,
  })
  await chain.client.waitForTransactionReceipt({ hash })
  await anvil.stopImpersonatingAccount({ address })
  const pin = await desk.deps.io.chain.readCodePin(local.id, module)
  await change(desk, 'set-contract', {
    chainId: local.id,
    address: module,
    version: 0,
    name: 'Own module',
    functions: ['run(bytes data)'],
    ...pin,
  } as Json)
  await change(desk, 'add-contacts', contactsBody('Own module', module))
  await performJob(desk, 'sign-checkpoint')
  // Permit2's approve(token, spender, amount, expiration), at a vault that keeps allowances its own way
  const grant = encodeFunctionData({
    abi: parseAbi(['function approve(address token, address spender, uint160 amount, uint48 expiration)']),
    args: [chain.tokens.usdc as Hex, addressOf('thief'), 10n ** 30n, 281474976710655] as never,
  })
  const data = encodeFunctionData({
    abi: parseAbi([
      'function execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation) returns (bool)',
    ]),
    args: [vault, 0n, grant, 0],
  })
  const form = {
    safeId: 'operations',
    legs: [],
    purpose: 'Run',
    reference: '',
    call: { to: module, method: 'run(bytes data)', values: [data], gives: [] },
  }
  const { reviewed } = (await act(desk, 'ines', 'preview', form)) as { reviewed: Reviewed }
  const { verdict } = reviewed.assessment
  expect(verdict).toBe('block')
})
