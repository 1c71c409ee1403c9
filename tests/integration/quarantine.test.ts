import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { freezeOrder } from '@/db/schema/freeze'
import { quarantinedSignature } from '@/db/schema/quarantine'
import { approval } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { hashSafeTx } from '@/lib/stage/hash'
import { asOwner } from '@/tests/builders/as-owner'
import { liftDeskFreeze, rowOf } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  makeReady,
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

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  id = (await stageAs(desk, 'ines', payment(desk))).id
})
afterEach(() => desk.close())
afterAll(() => chain.stop())

const kept = () => desk.db.select().from(quarantinedSignature)
const freezes = () => desk.db.select().from(freezeOrder)
const owner = (who: string) => demoMember(who).address

/** Ruth's wallet shows this withdrawal and signs another payment. */
async function otherSignature() {
  const { staged } = (await readPage(desk, 'ruth', id)).reviewed.assessment
  const tx = { ...staged.tx, to: owner('eli') }
  return sign(desk, 'ruth', { ...staged, tx, hashes: hashSafeTx(staged.safe, tx) })
}

describe('a posted signature that is not by its owner', () => {
  it('is kept apart, freezes its withdrawal alone, and is in the log before anybody is refused', async () => {
    const input = await beginAs(desk, 'ruth', id)
    const signature = await otherSignature()
    const other = (await stageAs(desk, 'ines', payment(desk, '1.00'))).id
    const refusal = await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature }))
    expect(refusal.message).toContain('kept apart')
    expect(await kept()).toMatchObject([
      { withdrawalId: id, memberId: 'ruth', owner: owner('ruth'), occasion: 'approve' },
    ])
    const [first] = await kept()
    expect(first?.recovered).not.toBe(owner('ruth'))
    expect(first?.sealedSignature).not.toContain(signature.slice(2, 40))
    expect(await freezes()).toMatchObject([{ scopeKind: 'withdrawal', scopeId: id, memberId: null }])
    const events = await desk.db.select().from(auditEvent)
    const [told, stopped] = events.filter(({ action }) => action === 'quarantine' || action === 'freeze')
    expect(told).toMatchObject({ action: 'quarantine', actorKind: 'system', objectId: `${id}/${first?.id}` })
    expect(told?.reason).toContain('by ruth is by 0x')
    expect(stopped).toMatchObject({ action: 'freeze', actorKind: 'system', reason: told?.reason })
    expect((await refusalOf(approveAs(desk, 'tomas', id))).message).toContain('This withdrawal is frozen by The desk')
    await approveAs(desk, 'tomas', other)
  })

  it('is not lifted by whose signature it was', async () => {
    await asOwner(desk.database, 'ALTER TABLE member DISABLE TRIGGER USER')
    await asOwner(desk.database, `UPDATE member SET roles = '{signer,admin}' WHERE id = 'ruth'`)
    const input = await beginAs(desk, 'ruth', id)
    await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature: await otherSignature() }))
    const [stop] = await freezes()
    const lift = (who: string) => act(desk, who, 'unfreeze', { freezeId: stop?.id, reason: 'Looked at by two people.' })
    expect(await refusalOf(lift('ruth'))).toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('Your signature brought this freeze about'),
    })
    await lift('sora')
    expect(await lift('noor')).toMatchObject({ isOver: true })
  })

  it('that comes after somebody consented to lift the freeze is a freeze of its own', async () => {
    const input = await beginAs(desk, 'ruth', id)
    const signature = await otherSignature()
    await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature }))
    const [stop] = await freezes()
    const reason = 'Looked at by two people.'
    await act(desk, 'sora', 'unfreeze', { freezeId: stop?.id, reason })
    await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature }))
    expect(await freezes()).toHaveLength(2)
    await act(desk, 'viktor', 'unfreeze', { freezeId: stop?.id, reason })
    expect((await refusalOf(approveAs(desk, 'tomas', id))).message).toContain('This withdrawal is frozen by The desk')
  })

  it('that comes again is kept again and needs no more people to lift the freeze', async () => {
    const input = await beginAs(desk, 'ruth', id)
    const signature = await otherSignature()
    for (let time = 0; time < 2; time += 1) await refusalOf(act(desk, 'ruth', 'approve', { ...input, signature }))
    expect(await kept()).toHaveLength(2)
    expect(await freezes()).toHaveLength(1)
    await liftDeskFreeze(desk)
    await act(desk, 'ruth', 'approve', input)
    await makeReady(desk, id, ['tomas', 'aiko'])
    await executeAs(desk, 'eli', id)
  })

  it('is not told from a good one by anything but its owner: a good one freezes nothing', async () => {
    await approveAs(desk, 'ruth', id)
    expect([await kept(), await freezes()]).toEqual([[], []])
  })

  it('that nobody was asked for is refused before it is looked at', async () => {
    const signature = await otherSignature()
    const { reviewed } = await readPage(desk, 'ruth', id)
    const input = {
      withdrawalId: id,
      owner: owner('ruth'),
      evidenceDigest: reviewed.digest,
      acknowledged: [],
      signature,
    }
    expect((await refusalOf(act(desk, 'ruth', 'approve', input))).message).toContain('never asked for')
    expect([await kept(), await freezes()]).toEqual([[], []])
  })
})

describe('a stored signature that is no longer by its owner', () => {
  // Whoever owns the database and the signature key.
  async function swapSignature(): Promise<void> {
    const belongs = { withdrawalId: id, owner: owner('ruth') }
    const sealed = await desk.deps.io.vault.seal(await otherSignature(), belongs)
    await asOwner(desk.database, 'ALTER TABLE approval DISABLE TRIGGER USER')
    await asOwner(desk.database, `UPDATE approval SET sealed_signature = $1 WHERE member_id = 'ruth'`, [sealed])
    await asOwner(desk.database, 'ALTER TABLE approval ENABLE TRIGGER USER')
  }

  it('freezes its Safe in preflight, and its approval counts no more', async () => {
    await makeReady(desk, id)
    await swapSignature()
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal).toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('is not by that owner') })
    expect(await kept()).toMatchObject([{ withdrawalId: id, memberId: 'ruth', occasion: 'preflight' }])
    expect(await freezes()).toMatchObject([{ scopeKind: 'safe', scopeId: 'treasury', memberId: null }])
    expect((await refusalOf(stageAs(desk, 'ines', payment(desk, '1.00')))).message).toContain('This Safe is frozen')
    expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting-approvals', readyFrom: null })
    const stale = (await desk.db.select().from(approval)).filter(({ isStale }) => isStale)
    expect(stale.map(({ memberId }) => memberId)).toEqual(['ruth'])
    // Once two people have looked, she gives another one, and it goes on.
    await liftDeskFreeze(desk)
    await makeReady(desk, id, ['ruth'])
    await executeAs(desk, 'eli', id)
  })

  it('freezes it too where it does not open while others do, and is asked for again', async () => {
    await makeReady(desk, id)
    await asOwner(desk.database, 'ALTER TABLE approval DISABLE TRIGGER USER')
    // As an attacker would who owns the database and not the key: tomas's into ruth's row.
    await asOwner(
      desk.database,
      `UPDATE approval SET sealed_signature = (SELECT sealed_signature FROM approval WHERE member_id = 'tomas')
       WHERE member_id = 'ruth'`,
    )
    await asOwner(desk.database, 'ALTER TABLE approval ENABLE TRIGGER USER')
    expect(await refusalOf(executeAs(desk, 'eli', id))).toMatchObject({ code: 'BLOCKED' })
    expect(await kept()).toMatchObject([{ memberId: 'ruth', recovered: null, occasion: 'preflight' }])
    expect(await freezes()).toMatchObject([
      { scopeKind: 'safe', reason: expect.stringContaining('cannot be opened'), memberId: null },
    ])
    await liftDeskFreeze(desk)
    await makeReady(desk, id, ['ruth'])
    await executeAs(desk, 'eli', id)
  })

  it('is not told from another key where none opens: nothing is frozen, and all are asked for again', async () => {
    await makeReady(desk, id)
    await asOwner(desk.database, 'ALTER TABLE approval DISABLE TRIGGER USER')
    await asOwner(desk.database, `UPDATE approval SET sealed_signature = 'v1.AAAA'`)
    await asOwner(desk.database, 'ALTER TABLE approval ENABLE TRIGGER USER')
    expect(await refusalOf(executeAs(desk, 'eli', id))).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('No stored owner signature opens'),
    })
    expect([await kept(), await freezes()]).toEqual([[], []])
    expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting-approvals', readyFrom: null })
    await makeReady(desk, id)
    await executeAs(desk, 'eli', id)
  })

  it('is looked for in each: where all are good, nothing is frozen', async () => {
    await makeReady(desk, id)
    await executeAs(desk, 'eli', id)
    expect([await kept(), await freezes()]).toEqual([[], []])
  })
})
