import { eq } from 'drizzle-orm'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { session } from '@/db/schema/session'
import { demoMember } from '@/lib/demo/members'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { walletProofMessage } from '@/lib/flows/wallet-proof'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  loggedRefusals,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  sign,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, signIn, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterEach(() => desk.close())
afterAll(() => chain.stop())

describe('the initiator', () => {
  const ruthStages = (setup: BootstrapRequest): BootstrapRequest => ({
    ...setup,
    members: setup.members.map((one) => (one.id === 'ruth' ? { ...one, roles: ['initiator', 'signer'] } : one)),
  })

  it('approves nothing of their own, though signer and owner, and counts for nothing', async () => {
    desk = await openMoneyDesk(chain, ruthStages)
    const { id } = await stageAs(desk, 'ruth', payment(desk))
    const { reviewed, viewer } = await readPage(desk, 'ruth', id)
    expect(viewer.approve).toMatchObject({ isOpen: false })
    expect(reviewed.requirement.groups[0]?.eligible.map(({ memberId }) => memberId)).not.toContain('ruth')
    const owner = demoMember('ruth').address
    const asked = { withdrawalId: id, owner, evidenceDigest: reviewed.digest }
    const signature = await sign(desk, 'ruth', reviewed.assessment.staged)
    for (const [verb, input] of [
      ['begin-approval', asked],
      ['approve', { ...asked, acknowledged: [], signature }],
    ] as const) {
      const refusal = await refusalOf(act(desk, 'ruth', verb, input))
      expect(refusal).toMatchObject({ code: 'NOT_ALLOWED', message: `You staged ${id}, so you cannot approve it.` })
      expect(await loggedRefusals(desk, verb)).toHaveLength(1)
    }
  })

  it('approves what somebody else staged', async () => {
    desk = await openMoneyDesk(chain, ruthStages)
    const { id } = await stageAs(desk, 'ines', payment(desk))
    expect(await approveAs(desk, 'ruth', id)).toMatchObject({ state: 'awaiting-approvals' })
  })
})

describe('two owner keys of one person', () => {
  it('count once', async () => {
    const [ruth, lena] = [demoMember('ruth'), demoMember('lena')]
    desk = await openMoneyDesk(chain, async (setup) => {
      const installation = setup.installation.id
      const proofMessage = walletProofMessage({ installation, memberId: ruth.id, address: lena.address })
      const proofSignature = await privateKeyToAccount(lena.privateKey).signMessage({ message: proofMessage })
      const proven = { memberId: 'ruth', proofMessage, proofSignature }
      return {
        ...setup,
        wallets: setup.wallets.map((one) => (one.memberId === 'lena' ? { ...one, ...proven } : one)),
      }
    })
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const { reviewed } = await readPage(desk, 'ruth', id)
    const signature = await privateKeyToAccount(lena.privateKey).sign({ hash: reviewed.assessment.hashes.own })
    const asked = { withdrawalId: id, owner: lena.address, evidenceDigest: reviewed.digest }
    await act(desk, 'ruth', 'begin-approval', asked)
    await approveAs(desk, 'ruth', id)
    const again = await refusalOf(act(desk, 'ruth', 'begin-approval', asked))
    expect(again.message).toContain('one person counts once')
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', { ...asked, acknowledged: [], signature }))
    expect(refusal).toMatchObject({ code: 'CONFLICT' })
    expect(refusal.message).toContain('one person counts once')
    const { quorum } = await readPage(desk, 'noor', id)
    expect(quorum).toMatchObject({ filled: 1, needed: 3, isMet: false })
    await makeReady(desk, id, ['tomas', 'aiko'])
    expect(await readPage(desk, 'noor', id)).toMatchObject({ state: 'ready', quorum: { filled: 3, isMet: true } })
  })
})

describe('approvals at once', () => {
  it('of five people: three count, the others are told that it moved on', async () => {
    desk = await openMoneyDesk(chain)
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const people = ['ruth', 'tomas', 'aiko', 'bram', 'lena']
    const inputs = await Promise.all(people.map((who) => beginAs(desk, who, id)))
    const ends = await Promise.allSettled(people.map((who, at) => act(desk, who, 'approve', inputs[at] ?? {})))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'CONFLICT' })
    expect(await readPage(desk, 'noor', id)).toMatchObject({ state: 'cooling', quorum: { filled: 3, isMet: true } })
  })
})

describe('who was let in is looked at again inside', () => {
  it('a session that ended meanwhile, or a role that was taken, approves nothing', async () => {
    desk = await openMoneyDesk(chain)
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const input = await beginAs(desk, 'ruth', id)
    const actor = await signIn(desk, 'ruth')
    const first = await stepUp(desk, actor, 'approve', input)
    await desk.db.update(session).set({ revokedAt: desk.now() }).where(eq(session.idHash, actor.sessionHash))
    const ended = await refusalOf(perform(desk, actor, 'approve', { ...input, proof: first }))
    expect(ended).toMatchObject({ code: 'NOT_SIGNED_IN' })

    const again = await signIn(desk, 'ruth')
    const second = await stepUp(desk, again, 'approve', input)
    await asOwner(desk.database, `UPDATE member SET roles = '{compliance}' WHERE id = 'ruth'`)
    const taken = await refusalOf(perform(desk, again, 'approve', { ...input, proof: second }))
    expect(taken.code).toBe('NOT_ALLOWED')
    expect((await readPage(desk, 'noor', id)).approvals).toEqual([])
  })
})
