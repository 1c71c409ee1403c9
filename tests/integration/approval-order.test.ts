import { concat } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approval, signatureRequest } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { LOOK_ALIKE } from '@/lib/desk/demo-world-book'
import { MAX_UNANSWERED } from '@/lib/flows/begin-approval'
import { cancelOnchainAs } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  loggedRefusals,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  plantWithdrawal,
  readPage,
  refusalOf,
  sign,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const owner = demoMember('ruth').address

describe('begin-approval comes first', () => {
  it('is refused for a review that is no longer the current one, and writes no request', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const stale = { withdrawalId: id, owner, evidenceDigest: `0x${'ab'.repeat(32)}` }
    expect(await refusalOf(act(desk, 'ruth', 'begin-approval', stale))).toMatchObject({ code: 'STALE' })
    expect(await desk.db.select().from(signatureRequest)).toEqual([])
    expect((await readPage(desk, 'ruth', id)).wasSignatureRequested).toBe(false)
    expect((await loggedRefusals(desk, 'begin-approval')).at(-1)).toContain('STALE')
    await beginAs(desk, 'ruth', id)
    expect((await readPage(desk, 'ruth', id)).wasSignatureRequested).toBe(true)
  })

  it('without it no approval is taken, though signature and passkey are good', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '61.00'))
    const { reviewed } = await readPage(desk, 'ruth', id)
    const signature = await sign(desk, 'ruth', reviewed.assessment.staged)
    const input = { withdrawalId: id, owner, evidenceDigest: reviewed.digest, acknowledged: [], signature }
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', input))
    expect(refusal).toMatchObject({ code: 'CONFLICT' })
    expect(refusal.message).toContain('never asked for')
    await act(desk, 'ruth', 'begin-approval', { withdrawalId: id, owner, evidenceDigest: reviewed.digest })
    expect(await act(desk, 'ruth', 'approve', input)).toMatchObject({ state: 'awaiting-approvals' })
  })

  it('spoils no more than ten withdrawals in the name of one member who never signs', async () => {
    const ids: string[] = []
    for (let at = 0; at <= MAX_UNANSWERED; at += 1)
      ids.push((await stageAs(desk, 'ines', payment(desk, `70.${String(at).padStart(2, '0')}`))).id)
    const asked = await Promise.allSettled(ids.map((id) => beginAs(desk, 'aiko', id)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_UNANSWERED)
    const [late] = ids.filter((_id, at) => asked[at]?.status === 'rejected')
    if (!late) throw new Error('one was refused')
    expect((await refusalOf(beginAs(desk, 'aiko', late))).message).toContain('Approve one of them first')
    expect((await readPage(desk, 'aiko', late)).wasSignatureRequested).toBe(false)
    // Whoever signs what they were asked for goes on, and others were never stopped.
    const [first] = ids.filter((id) => id !== late)
    await approveAs(desk, 'aiko', first ?? '')
    await beginAs(desk, 'aiko', late)
    await beginAs(desk, 'tomas', late)
    // Nor does it keep anybody from the cancels that end such withdrawals.
    await act(desk, 'bram', 'reject', { withdrawalId: late, reason: 'Nobody answers for it.' })
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', late)
    await approveAs(desk, 'aiko', cancel)
  })

  it('of one person opens the way for nobody else', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await beginAs(desk, 'ruth', id)
    const { reviewed } = await readPage(desk, 'tomas', id)
    const signature = await sign(desk, 'tomas', reviewed.assessment.staged)
    const mine = { withdrawalId: id, owner: demoMember('tomas').address, evidenceDigest: reviewed.digest }
    const refusal = await refusalOf(act(desk, 'tomas', 'approve', { ...mine, acknowledged: [], signature }))
    expect(refusal).toMatchObject({ code: 'CONFLICT' })
  })
})

describe('a high finding', () => {
  it('is acknowledged by name, place and reason, or nothing is approved', async () => {
    const honest = (await readPageOf(await stageAs(desk, 'ines', payment(desk)))).reviewed.assessment.staged.tx
    const { id } = await plantWithdrawal(desk, { data: concat([honest.data, '0x00']) })
    const input = await beginAs(desk, 'ruth', id)
    expect(input.acknowledged.map(({ code }) => code)).toEqual(['CALLDATA_TRAILING'])
    const [known] = input.acknowledged
    const named = { field: `acknowledged.CALLDATA_TRAILING.${known?.path}` }
    const elsewhere = { ...known, path: '9' }
    const other = { ...known, code: 'NONCE_GAP' }
    for (const acknowledged of [[], [elsewhere], [other]])
      expect(await refusalOf(act(desk, 'ruth', 'approve', { ...input, acknowledged }))).toMatchObject({
        ...{ code: 'BAD_INPUT', problems: expect.arrayContaining([expect.objectContaining(named)]) },
      })
    // What is not there is not excused beforehand.
    for (const extra of [elsewhere, other, { ...known }])
      expect(
        await refusalOf(act(desk, 'ruth', 'approve', { ...input, acknowledged: [...input.acknowledged, extra] })),
      ).toMatchObject({ code: 'BAD_INPUT' })
    const short = { ...input, acknowledged: [{ ...known, reason: 'ok' }] }
    expect(await refusalOf(perform(desk, await signIn(desk, 'ruth'), 'approve', short))).toMatchObject({
      ...{ code: 'BAD_INPUT', problems: [{ field: 'acknowledged.0.reason' }] },
    })
    expect(await act(desk, 'ruth', 'approve', input)).toMatchObject({ state: 'awaiting-approvals' })
  })
})

const readPageOf = ({ id }: { id: string }) => readPage(desk, 'ruth', id)

describe('a blocked withdrawal', () => {
  it('takes no signature request and no approval', async () => {
    const form = { ...payment(desk), legs: [{ asset: chain.tokens.usdc, recipient: LOOK_ALIKE, amount: '40' }] }
    const { id, state } = await stageAs(desk, 'ines', form)
    expect(state).toBe('blocked')
    const { reviewed, viewer } = await readPage(desk, 'ruth', id)
    expect(viewer.approve.isOpen).toBe(false)
    const asked = { withdrawalId: id, owner, evidenceDigest: reviewed.digest }
    expect(await refusalOf(act(desk, 'ruth', 'begin-approval', asked))).toMatchObject({ code: 'CONFLICT' })
    const signature = await sign(desk, 'ruth', reviewed.assessment.staged)
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', { ...asked, acknowledged: [], signature }))
    expect(refusal.message).toContain('is blocked')
  })

  it('also when its row says that it awaits approvals', async () => {
    const { id } = await plantWithdrawal(desk, { to: LOOK_ALIKE, data: '0x' })
    const { reviewed } = await readPage(desk, 'ruth', id)
    const asked = { withdrawalId: id, owner, evidenceDigest: reviewed.digest }
    const refusal = await refusalOf(act(desk, 'ruth', 'begin-approval', asked))
    expect(refusal).toMatchObject({ code: 'BLOCKED' })
    expect(refusal.message).toContain('a critical finding blocks it')
  })
})

describe('an expired withdrawal', () => {
  it('takes no approval', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    expect(await approveAs(desk, 'tomas', id)).toMatchObject({ state: 'awaiting-approvals' })
    const input = await beginAs(desk, 'ruth', id)
    const before = (await desk.db.select().from(approval)).length
    desk.pass(24 * 3600)
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', input))
    expect(refusal.message).toContain('expired at')
    expect(await desk.db.select().from(approval)).toHaveLength(before)
  })
})
