import { afterAll, beforeAll, expect, it } from 'vitest'
import { countCalls, listOverrides, readLargestRecipients, readQuorumTimes, readVolumes } from '@/db/queries/reports'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { plantRow } from '@/tests/builders/planted-withdrawals'
import { act } from '@/tests/builders/world'

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

const viewer = { memberId: 'carmen', roles: ['compliance'] }

it(
  'sums what was paid per asset and recipient, and nothing that was only asked for',
  { timeout: 120_000 },
  async () => {
    const from = desk.now()
    const { id } = await stageAs(desk, 'ines', payment(desk, '250.00'))
    await stageAs(desk, 'ines', payment(desk, '99.00'))
    desk.pass(600)
    await makeReady(desk, id)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    expect(await followUntilFinal(desk, id)).toBe('executed')
    const until = new Date(desk.now().getTime() + 1000)
    const period = { from, until }
    const paid = { chainId: 31337, symbol: 'USDC', decimals: 6, units: 250_000_000n, payments: 1 }
    expect(await readVolumes(desk.db, viewer, period)).toMatchObject([
      { ...paid, week: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    ])
    expect(await readLargestRecipients(desk.db, viewer, period, 5)).toMatchObject([{ ...paid, recipient: PAYEE }])
    const [seconds, ...others] = await readQuorumTimes(desk.db, viewer, period)
    expect(others).toEqual([])
    expect(seconds).toBeGreaterThanOrEqual(600)
    const before = { from: new Date(from.getTime() - 86_400_000), until: from }
    expect(await readVolumes(desk.db, viewer, before)).toEqual([])
    expect(await readQuorumTimes(desk.db, viewer, before)).toEqual([])
  },
)

it('lists what was held and let go on, with both reasons', async () => {
  const from = desk.now()
  const { id } = await stageAs(desk, 'ines', payment(desk, '12.00'))
  await act(desk, 'noor', 'hold', { withdrawalId: id, note: 'Asked the payee by telephone.' })
  const { reviewed } = await readPage(desk, 'noor', id)
  await act(desk, 'noor', 'release', {
    ...{ withdrawalId: id, note: 'The payee confirmed it.', evidenceDigest: reviewed.digest },
  })
  const until = new Date(desk.now().getTime() + 1000)
  expect(await listOverrides(desk.db, viewer, { from, until })).toMatchObject([
    { withdrawalId: id, heldFor: 'Asked the payee by telephone.', note: 'The payee confirmed it.', by: 'Noor' },
  ])
})

it('counts the calls that were executed, which no sum of payments holds', async () => {
  const from = desk.now()
  const call = { to: PAYEE, data: '0x', gives: [] } as const
  const onTheWay = ['screening', 'awaiting-approvals', 'ready', 'executing', 'confirming'] as const
  await plantRow(desk, { call, nonce: 700n, through: [...onTheWay, 'executed'] })
  await plantRow(desk, { call, nonce: 701n, through: onTheWay })
  await plantRow(desk, { nonce: 702n, through: [...onTheWay, 'executed'] })
  const period = { from: new Date(from.getTime() - 1000), until: new Date(Date.now() + 86_400_000_000) }
  expect(await countCalls(desk.db, viewer, period)).toBe(1)
  expect(await countCalls(desk.db, viewer, { from: period.from, until: period.from })).toBe(0)
})
