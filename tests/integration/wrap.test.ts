import { parseAbi, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { offeredCalls } from '@/components/stage/offered-calls'
import { local } from '@/lib/chains/local'
import type { Reviewed } from '@/lib/flows/gather-review'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { addressOf, change, contactsBody } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'
import { putWeth } from '@/tests/builders/weth'

const WETH = addressOf('wrapped coin')
const methodOf = (words: string) => offeredCalls([]).find((one) => one.words.startsWith(words))?.method ?? ''
const HALF = '0.5'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  await putWeth(chain.url, WETH)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const wrapping = (gives = HALF) => ({
  ...{ safeId: 'operations', legs: [], purpose: 'Wrap what a pool asks for', reference: '' },
  call: { to: WETH, method: methodOf('Wrap'), values: [] as string[], gives: [{ asset: 'native', amount: gives }] },
})
const unwrapping = (units: bigint, gives = HALF) => ({
  ...wrapping(),
  purpose: 'Unwrap what is left',
  call: { to: WETH, method: methodOf('Unwrap'), values: [String(units)], gives: [{ asset: WETH, amount: gives }] },
})
const operations = () => desk.safes.find(({ id }) => id === 'operations')?.address ?? '0x'
const held = async () => ({
  coin: await chain.client.getBalance({ address: operations() }),
  wrapped: await chain.client.readContract({
    ...{ address: WETH, abi: parseAbi(['function balanceOf(address account) view returns (uint256)']) },
    ...{ functionName: 'balanceOf', args: [operations()] },
  }),
})
const run = async (input: object) => {
  const { id, state } = await stageAs(desk, 'ines', input)
  expect(state).toBe('awaiting-approvals')
  await makeReady(desk, id)
  await send(desk, 'eli', await executeAs(desk, 'eli', id))
  return followUntilFinal(desk, id)
}
const previewed = async (input: object) =>
  ((await act(desk, 'ines', 'preview', input)) as { reviewed: Reviewed }).reviewed.assessment

describe('wrapping the chain’s coin', () => {
  it('is refused at a contract that nobody registered', async () => {
    expect(await refusalOf(act(desk, 'ines', 'preview', wrapping()))).toMatchObject({
      ...{ code: 'BAD_INPUT', problems: [{ field: 'call.method' }] },
    })
  })

  it('is staged, approved and executed as offered, and the Safe has it wrapped', async () => {
    const pin = await desk.deps.io.chain.readCodePin(local.id, WETH)
    const functions = [methodOf('Wrap'), methodOf('Unwrap')]
    await change(desk, 'set-contract', {
      ...{ chainId: local.id, address: WETH, version: 0, name: 'Wrapped', functions },
      ...pin,
    })
    await change(desk, 'add-contacts', contactsBody('Wrapped coin', WETH))
    const { codeHash } = await desk.deps.io.chain.readToken(local.id, WETH)
    await change(desk, 'add-asset', { chainId: local.id, address: WETH, symbol: 'WETH', decimals: 18, codeHash })
    await performJob(desk, 'sign-checkpoint')
    const before = await held()
    expect(await run(wrapping())).toBe('executed')
    expect(await held()).toEqual({ coin: before.coin - parseEther(HALF), wrapped: parseEther(HALF) })
  })
})

describe('unwrapping it', () => {
  it('is blocked where it burns more than was asked for', async () => {
    const { verdict, findings } = await previewed(unwrapping(parseEther(HALF), '0.1'))
    expect(verdict).toBe('block')
    expect(findings.some(({ outcome, severity }) => outcome === 'fail' && severity === 'critical')).toBe(true)
  })

  it('says that it reverts where the Safe has not as much', async () => {
    const { effects } = await previewed(unwrapping(parseEther('2')))
    expect(effects).toMatchObject({ kind: 'simulated', status: 'reverted' })
  })

  it('is staged, approved and executed as offered, and the Safe has its coin back', async () => {
    const before = await held()
    expect(await run(unwrapping(parseEther(HALF)))).toBe('executed')
    expect(await held()).toEqual({ coin: before.coin + parseEther(HALF), wrapped: 0n })
  })
})
