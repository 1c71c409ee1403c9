import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approval, submission } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { loadReviewPage } from '@/lib/flows/review-page'
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
import { act, ioOf, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let cutOff: MoneyDesk
let ready: string
let open: string
let begun: Awaited<ReturnType<typeof beginAs>>

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  ;({ id: ready } = await stageAs(desk, 'ines', payment(desk)))
  ;({ id: open } = await stageAs(desk, 'ines', payment(desk, '7.00')))
  await makeReady(desk, ready)
  begun = await beginAs(desk, 'ruth', open)
  cutOff = { ...desk, deps: { ...desk.deps, io: ioOf('http://127.0.0.1:9', desk.now) } }
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

describe('without the chain', () => {
  it('what was stored last can be read, and says that it is not live', async () => {
    const page = await readPage(cutOff, 'ruth', open)
    expect(page).toMatchObject({ isLive: false, state: 'awaiting-approvals' })
    expect(page.reviewed.assessment.effects.kind).toBe('simulated')
    expect(page.reviewed.digest).toBe(begun.evidenceDigest)
    expect(page.viewer.approve).toEqual({
      isOpen: false,
      whyNot: 'The chain does not answer, so nothing is approved. Reading and rejecting work.',
    })
    expect((await readPage(cutOff, 'eli', ready)).viewer.execute).toEqual({
      isOpen: false,
      whyNot: 'The chain does not answer, so nothing is executed.',
    })
  })

  it('nothing is approved, and a plain sentence says why', async () => {
    const before = await desk.db.select().from(approval)
    const { owner, evidenceDigest } = begun
    for (const [verb, input] of [
      ['begin-approval', { withdrawalId: open, owner, evidenceDigest }],
      ['approve', begun],
    ] as const) {
      const refusal = await refusalOf(act(cutOff, 'ruth', verb, input))
      expect(refusal).toMatchObject({
        code: 'UNAVAILABLE',
        message: 'The chain does not answer, so nothing is approved. Reading and rejecting work.',
      })
    }
    expect(await desk.db.select().from(approval)).toEqual(before)
  })

  it('nothing is executed or staged', async () => {
    const { reviewed } = await readPage(cutOff, 'eli', ready)
    const input = { withdrawalId: ready, evidenceDigest: reviewed.digest, executor: demoMember('eli').address }
    const refusal = await refusalOf(act(cutOff, 'eli', 'execute', input))
    expect(refusal.code).toBe('UNAVAILABLE')
    expect(refusal.message).toMatch(/^The chain did not answer|^The chain does not answer/)
    expect(await refusalOf(act(cutOff, 'ines', 'stage', payment(desk)))).toMatchObject({ code: 'UNAVAILABLE' })
    expect(await refusalOf(act(cutOff, 'ines', 'preview', payment(desk)))).toMatchObject({ code: 'UNAVAILABLE' })
    expect(await desk.db.select().from(submission)).toEqual([])
  })

  it('nor is it asked by a session that opens pages too often, which still reads what is stored and may reject', async () => {
    const viewer = await signIn(desk, 'ruth')
    const page = await loadReviewPage(desk.deps, viewer, open, false)
    expect(page).toMatchObject({ isLive: false, viewer: { approve: { isOpen: false }, reject: { isOpen: true } } })
    expect(page.reviewed.digest).toBe(begun.evidenceDigest)
    expect((await loadReviewPage(desk.deps, viewer, open)).isLive).toBe(true)
  })

  it('approvals given before are kept, and count again when it is back', async () => {
    expect(await readPage(desk, 'noor', ready)).toMatchObject({ state: 'ready', isLive: true, quorum: { isMet: true } })
    expect(await act(desk, 'ruth', 'approve', begun)).toMatchObject({ state: 'awaiting-approvals' })
    expect(await executeAs(desk, 'eli', ready)).toMatchObject({ attempt: 1 })
  })

  it('one can reject', async () => {
    const reason = 'Nobody can tell what this does now.'
    expect(await act(cutOff, 'tomas', 'reject', { withdrawalId: open, reason })).toEqual({
      state: 'cancel-pending-onchain',
    })
  })
})
