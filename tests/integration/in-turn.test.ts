import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyReview } from '@/components/review/verify-review'
import type { ReviewPage } from '@/lib/flows/review-page'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  stageAs,
} from '@/tests/builders/money-desk'
import { ORIGIN } from '@/tests/builders/world'

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

const stageEther = async (amount: string) => {
  const legs = [{ asset: 'native', recipient: PAYEE as string, amount }]
  return (await stageAs(desk, 'ines', { ...payment(desk, amount), legs })).id
}
const turnFinding = ({ reviewed }: ReviewPage) =>
  reviewed.assessment.findings.find(({ code, rule }) => rule === 'in-turn' && code === 'QUEUE_DEPENDENT')
const stopsOf = async (page: ReviewPage) => {
  const pins = { read: () => [], keep: () => {} }
  const nodes = { urls: [], pin: pins }
  return (await verifyReview(page, { origin: ORIGIN, fragment: '', pins, nodes })).stops
}

it('a payment that what is before it leaves no money for says so, and the one that it leaves enough for does not', async () => {
  const first = await stageEther('0.4')
  const page = await readPage(desk, 'ruth', first)
  const { address } = page.reviewed.assessment.staged.safe
  await chain.client.setBalance({ address, value: parseEther('0.6') })
  expect(turnFinding(page)).toMatchObject({ outcome: 'pass' })

  const small = await stageEther('0.1')
  const fine = await readPage(desk, 'ruth', small)
  expect(turnFinding(fine)).toMatchObject({
    outcome: 'pass',
    sentence: `Simulated after withdrawal ${first}: it does the same as now.`,
  })
  expect(await stopsOf(fine)).toEqual([])

  const large = await stageEther('0.3')
  const short = await readPage(desk, 'ruth', large)
  expect(short.reviewed.assessment).toMatchObject({ verdict: 'review', effects: { status: 'success' } })
  expect(turnFinding(short)).toMatchObject({
    outcome: 'fail',
    sentence: expect.stringContaining(`Simulated after withdrawals ${first} and ${small}, it reverts, and alone it`),
  })
  expect(await stopsOf(short)).toEqual([])
  // What the queue does drifts: it makes no approval stale.
  await approveAs(desk, 'ruth', large)
  await chain.client.setBalance({ address, value: parseEther('6') })
  const [approval] = (await readPage(desk, 'ruth', large)).approvals
  expect(approval).toMatchObject({ memberId: 'ruth', counts: true })
})

it('a page that leaves out what it does in its turn does not pass in a browser', async () => {
  await stageEther('0.05')
  const page = await readPage(desk, 'ruth', await stageEther('0.06'))
  const { effects } = page.reviewed.assessment
  if (effects.kind === 'unavailable') throw new Error('there are effects')
  const { inTurn: _left, ...rest } = effects
  const assessment = { ...page.reviewed.assessment, effects: rest }
  expect(await stopsOf({ ...page, reviewed: { ...page.reviewed, assessment } })).not.toEqual([])
})
