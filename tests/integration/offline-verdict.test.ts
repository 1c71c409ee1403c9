import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approval } from '@/db/schema/withdrawal'
import { verifierJson } from '@/lib/verify/desk-case'
import { readCases } from '@/lib/verify/read-file'
import { textReport } from '@/lib/verify/text-report'
import { verifyCase } from '@/lib/verify/verify-case'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  beginAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())
afterAll(() => chain.stop())

const stageLarge = async () => (await stageAs(desk, 'ines', payment(desk, '26000000'))).id

/** The last line that the offline verifier prints for the JSON of a review page. */
async function printedFor(id: string, alter = (json: string) => json): Promise<string> {
  const { assessment, contacts } = (await readPage(desk, 'ruth', id)).reviewed
  const [given] = readCases(alter(verifierJson({ id, assessment, contacts })))
  if (given === undefined) throw new Error('it is one transaction')
  return (
    textReport(await verifyCase(given))
      .split('\n')
      .at(-1) ?? ''
  )
}

describe('at a tier that asks for an offline verdict', () => {
  it('the line that the verifier prints is taken, kept with the approval, and the withdrawal executes', async () => {
    const id = await stageLarge()
    const input = await beginAs(desk, 'ruth', id)
    await act(desk, 'ruth', 'approve', { ...input, verdictLine: await printedFor(id) })
    const [given] = await desk.db.select().from(approval).where(eq(approval.withdrawalId, id))
    expect(given?.subject).toMatchObject({ verdictLine: expect.stringContaining(' countersign-rules/') })
    await makeReady(desk, id, ['tomas', 'aiko', 'bram'])
    expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
  })

  it.each<[string, (id: string) => Promise<string | undefined>, string]>([
    ['no line', async () => undefined, 'asks for the verdict line'],
    [
      'the line of another payment',
      async () => printedFor((await stageAs(desk, 'ines', payment(desk))).id),
      'another transaction',
    ],
    [
      'the line of bytes that were changed on the way',
      (id) => printedFor(id, (json) => json.replace(/("nonce": ")0/, '$17')),
      'another transaction',
    ],
    ['a line that was made up', async () => `OK 0x${'ab'.repeat(32)} countersign-rules/3`, 'another transaction'],
    ['a line that says block', async (id) => (await printedFor(id)).replace(/OK|REVIEW|WARN/, 'BLOCK'), 'says BLOCK'],
    ['words', async () => 'I looked at it.', 'no verdict line'],
  ])('%s is refused, and counts for nothing', async (_name, lineFor, sentence) => {
    const id = await stageLarge()
    const { verdictLine: _honest, ...input } = await beginAs(desk, 'ruth', id)
    const verdictLine = await lineFor(id)
    const posted = { ...input, ...(verdictLine === undefined ? {} : { verdictLine }) }
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', posted))
    expect(refusal.message).toContain(sentence)
    expect(refusal.problems.map(({ field }) => field)).toEqual(['verdictLine'])
    expect(await desk.db.select().from(approval)).toEqual([])
  })
})

describe('below that tier', () => {
  it('nobody is asked for it, but a wrong line is never kept', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const input = await beginAs(desk, 'ruth', id)
    const wrong = { ...input, verdictLine: `OK 0x${'ab'.repeat(32)} countersign-rules/3` }
    expect((await refusalOf(act(desk, 'ruth', 'approve', wrong))).message).toContain('another transaction')
    expect(await act(desk, 'ruth', 'approve', input)).toMatchObject({ state: 'awaiting-approvals' })
  })
})
