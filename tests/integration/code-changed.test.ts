import { type Address, concat, getAddress, type Hex, pad } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { repeatReview } from '@/components/review/repeat-review'
import type { Reviewed } from '@/lib/flows/gather-review'
import { IMPLEMENTATION_SLOT } from '@/lib/simulate/touched'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { approveAs, type MoneyDesk, openMoneyDesk, payment, readPage, stageAs } from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

/** Runs the code that the slot of EIP-1967 names, in its own place. */
const PROXY_CODE = concat(['0x365f5f375f5f365f7f', IMPLEMENTATION_SLOT, '0x545af43d5f5f3e5f3d91603757fd5bf3'])
const FIRST: Address = getAddress('0x6b175474e89094c44da98b954eedeac495271d0f')
const SECOND: Address = getAddress('0x514910771af9ca656af840dff83e8264ecf986ca')

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  const code: Hex = (await chain.client.getCode({ address: chain.tokens.usdc })) ?? '0x'
  await chain.client.setCode({ address: FIRST, bytecode: code })
  await chain.client.setCode({ address: SECOND, bytecode: `${code}00` })
  await chain.client.setCode({ address: chain.tokens.usdc, bytecode: PROXY_CODE })
  await upgradeTo(FIRST)
})
afterAll(async () => {
  await desk?.close()
  await chain?.stop()
})

const upgradeTo = (implementation: Address) =>
  chain.client.setStorageAt({
    address: chain.tokens.usdc,
    index: IMPLEMENTATION_SLOT,
    value: pad(implementation, { size: 32 }),
  })
const found = ({ assessment }: Reviewed) =>
  assessment.findings.flatMap(({ code, outcome, path }) =>
    code === 'TARGET_CODE_CHANGED' ? [`${outcome} ${path}`] : [],
  )

it(
  'stops what was staged before its token was upgraded, and nothing that was staged since',
  { timeout: 120_000 },
  async () => {
    const { id, state } = await stageAs(desk, 'ines', payment(desk, '41.00'))
    expect(state).toBe('awaiting-approvals')
    await approveAs(desk, 'ruth', id)
    const before = await readPage(desk, 'tomas', id)
    expect(found(before.reviewed)).toEqual(['pass '])
    expect(repeatReview({ ...before.reviewed, safeName: before.safe.name })).toEqual([])

    await upgradeTo(SECOND)
    const page = await readPage(desk, 'tomas', id)
    expect(found(page.reviewed)).toEqual(['fail 1'])
    expect(page.reviewed.requirement.decision).toBe('block')
    await expect(approveAs(desk, 'tomas', id)).rejects.toMatchObject({ code: 'BLOCKED' })
    const shown = { ...page.reviewed, safeName: page.safe.name }
    expect(repeatReview(shown)).toEqual([])
    // A server that says that then was now contradicts the contracts on its own page.
    const { assessment } = shown
    const codeThen = assessment.codeThen?.map((pinned) => ({ ...pinned, now: pinned.then }))
    const findings = assessment.findings.filter(({ code }) => code !== 'TARGET_CODE_CHANGED')
    const lie = { ...assessment, findings, ...(codeThen && { codeThen }) }
    expect(repeatReview({ ...shown, assessment: lie }).join(' ')).toContain('other findings')

    const since = ((await act(desk, 'ines', 'preview', payment(desk, '42.00'))) as { reviewed: Reviewed }).reviewed
    expect([found(since), since.requirement.decision]).toEqual([['pass '], 'allow'])
    await upgradeTo(FIRST)
    expect(found((await readPage(desk, 'tomas', id)).reviewed)).toEqual(['pass '])
  },
)
