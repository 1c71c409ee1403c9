import { eq } from 'drizzle-orm'
import { concat, numberToHex, slice } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approval } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { hashSafeTx } from '@/lib/stage/hash'
import { liftDeskFreeze } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  loggedRefusals,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  sign,
  stageAs,
} from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string

// Noor may sign, but the Safe does not know her.
const noorSigns = (setup: BootstrapRequest): BootstrapRequest => ({
  ...setup,
  members: setup.members.map((member) =>
    member.id === 'noor' ? { ...member, roles: ['compliance', 'signer'] } : member,
  ),
})

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain, noorSigns)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})
beforeEach(async () => void ({ id } = await stageAs(desk, 'ines', payment(desk))))

const stored = () => desk.db.select({ id: approval.id }).from(approval).where(eq(approval.withdrawalId, id))

describe('the owner signature', () => {
  it('is refused, kept apart and logged when the wallet signed other typed data', async () => {
    const input = await beginAs(desk, 'ruth', id)
    const { staged } = (await readPage(desk, 'ruth', id)).reviewed.assessment
    const tx = { ...staged.tx, to: demoMember('eli').address }
    const signature = await sign(desk, 'ruth', { ...staged, tx, hashes: hashSafeTx(staged.safe, tx) })
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature }))
    expect(refusal).toMatchObject({ code: 'BLOCKED' })
    expect(refusal.message).toContain('Your wallet signed other data')
    expect(await stored()).toEqual([])
    expect((await loggedRefusals(desk, 'approve')).at(-1)).toContain('Your wallet signed other data')
    expect((await refusalOf(act(desk, 'ruth', 'approve', input))).message).toContain('frozen by The desk')
    await liftDeskFreeze(desk)
    expect(await act(desk, 'ruth', 'approve', input)).toMatchObject({ state: 'awaiting-approvals' })
    expect(await stored()).toHaveLength(1)
  })

  it('is refused when somebody else’s key made it', async () => {
    const input = await beginAs(desk, 'ruth', id)
    const { staged } = (await readPage(desk, 'ruth', id)).reviewed.assessment
    const signature = await sign(desk, 'tomas', staged)
    expect(await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature }))).toMatchObject({ code: 'BLOCKED' })
    expect(await stored()).toEqual([])
  })

  it('is refused as eth_sign, which signs text nobody reads', async () => {
    const input = await beginAs(desk, 'ruth', id)
    const { hashes } = (await readPage(desk, 'ruth', id)).reviewed.assessment.staged
    const account = privateKeyToAccount(demoMember('ruth').privateKey)
    const readable = await account.signMessage({ message: { raw: hashes.safeTx } })
    const v = Number(slice(readable, 64, 65))
    const signature = concat([slice(readable, 0, 64), numberToHex(v + 4, { size: 1 })])
    expect(await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature }))).toMatchObject({ code: 'BLOCKED' })
  })
})

describe('who may sign', () => {
  it('is no one whose address the Safe does not own', async () => {
    const { reviewed } = await readPage(desk, 'noor', id)
    const asked = { withdrawalId: id, owner: demoMember('noor').address, evidenceDigest: reviewed.digest }
    const refusal = await refusalOf(act(desk, 'noor', 'begin-approval', asked))
    expect(refusal).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(refusal.message).toContain('is not an owner of Treasury Safe')
    const signature = await sign(desk, 'noor', reviewed.assessment.staged)
    const input = { ...asked, acknowledged: [], signature }
    expect(await refusalOf(act(desk, 'noor', 'approve', input))).toMatchObject({ code: 'NOT_ALLOWED' })
  })

  it('is no one with somebody else’s owner address', async () => {
    const input = await beginAs(desk, 'ruth', id)
    for (const verb of ['begin-approval', 'approve']) {
      const { owner, evidenceDigest } = input
      const posted = verb === 'approve' ? input : { withdrawalId: id, owner, evidenceDigest }
      const refusal = await refusalOf(act(desk, 'tomas', verb, posted))
      expect(refusal).toMatchObject({ code: 'NOT_ALLOWED' })
      expect(refusal.message).toContain('is not an address you proved to hold')
    }
    expect(await approveAs(desk, 'tomas', id)).toMatchObject({ state: 'awaiting-approvals' })
  })
})
