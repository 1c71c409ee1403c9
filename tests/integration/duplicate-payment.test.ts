import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { getAddress } from 'viem/utils'
import type { Reviewed } from '@/lib/flows/gather-review'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())

const codesOf = ({ assessment }: Reviewed): string[] =>
  assessment.findings
    .filter(({ rule, outcome }) => rule === 'duplicate' && outcome !== 'pass')
    .map(({ code, path }) => `${code} ${path}`.trim())
const previewed = async (input: object) =>
  codesOf(((await act(desk, 'ines', 'preview', input)) as { reviewed: Reviewed }).reviewed)
const shown = async (id: string) => codesOf((await readPage(desk, 'ruth', id)).reviewed)

it('names the same payment at the preview and to every approver, and leaves the first one alone', async () => {
  const first = await stageAs(desk, 'ines', payment(desk))
  expect(await approveAs(desk, 'ruth', first.id)).toMatchObject({ state: 'awaiting-approvals' })
  expect(await previewed(payment(desk))).toEqual(['PAYMENT_DUPLICATE 1', 'REFERENCE_REUSED'])
  const second = await stageAs(desk, 'ines', payment(desk))
  expect(await shown(second.id)).toEqual(['PAYMENT_DUPLICATE 1', 'REFERENCE_REUSED'])
  expect(await shown(first.id)).toEqual([])
  const { approvals, reviewed } = await readPage(desk, 'noor', first.id)
  expect(approvals.map(({ counts, isStale }) => ({ counts, isStale }))).toEqual([{ counts: true, isStale: false }])
  expect(reviewed.assessment.verdict).toBe('ok')
})

it('is told apart by a reference of its own, in a batch and however the recipient is written', async () => {
  await stageAs(desk, 'ines', payment(desk))
  const again = payment(desk)
  expect(await previewed({ ...again, reference: 'INV-2' })).toEqual(['PAYMENT_REPEATED 1'])
  const [leg] = again.legs
  if (!leg) throw new Error('a payment has a leg')
  const batch = {
    ...again,
    reference: '',
    legs: [
      { asset: 'native', recipient: leg.recipient, amount: '0.1' },
      { ...leg, recipient: getAddress(leg.recipient) },
    ],
  }
  expect(await previewed(batch)).toEqual(['PAYMENT_DUPLICATE 1.2'])
  expect(await previewed({ ...payment(desk, '250.01'), reference: '' })).toEqual([])
})

it('counts what was paid, and forgets what was rejected', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk))
  await act(desk, 'ruth', 'reject', { withdrawalId: id, reason: 'Wrong month, stage it again.' })
  expect(await previewed(payment(desk))).toEqual([])
  const paid = await stageAs(desk, 'ines', payment(desk))
  await makeReady(desk, paid.id)
  await send(desk, 'eli', await executeAs(desk, 'eli', paid.id))
  expect(await followUntilFinal(desk, paid.id)).toBe('executed')
  expect(await previewed(payment(desk))).toEqual(['PAYMENT_DUPLICATE 1', 'REFERENCE_REUSED'])
  desk.pass(31 * 86_400)
  expect(await previewed(payment(desk))).toEqual(['REFERENCE_REUSED'])
})

it('names to the first one that its later twin was paid, and only then', async () => {
  const first = await stageAs(desk, 'ines', payment(desk))
  const twin = await stageAs(desk, 'ines', { ...payment(desk), safeId: 'operations' })
  expect(await shown(first.id)).toEqual([])
  await makeReady(desk, twin.id, ['ruth', 'tomas'])
  expect(await shown(first.id)).toEqual([])
  await send(desk, 'eli', await executeAs(desk, 'eli', twin.id))
  expect(await followUntilFinal(desk, twin.id)).toBe('executed')
  expect(await shown(first.id)).toEqual(['PAYMENT_DUPLICATE 1', 'REFERENCE_REUSED'])
})

it('finds the same payment behind any number of others that bear its reference', async () => {
  await stageAs(desk, 'ines', { ...payment(desk), reference: 'Fees' })
  for (let at = 0; at < 21; at += 1)
    await stageAs(desk, 'ines', { ...payment(desk, `${at + 1}.00`), reference: 'Fees' })
  expect(await previewed({ ...payment(desk), reference: 'Fees' })).toEqual(['PAYMENT_DUPLICATE 1', 'REFERENCE_REUSED'])
})
