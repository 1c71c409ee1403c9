import { eq } from 'drizzle-orm'
import { concatHex } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import type { EvidencePack } from '@/lib/audit/types'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { contentDigest } from '@/lib/core/digest'
import { withdrawalObject } from '@/lib/flows/content'
import { moveWithdrawal } from '@/lib/flows/move'
import { toReviewable } from '@/lib/flows/withdrawal-row'
import { write } from '@/lib/flows/write'
import { hashSafeTx } from '@/lib/stage/hash'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
})
afterEach(() => desk.close())
afterAll(() => chain.stop())

describe('one confirmation', () => {
  // The same payment at the next nonce, with everything the application's role can write about it.
  const copy = async (stageChallenge?: string) => {
    const [honest] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
    if (!honest) throw new Error('it was staged')
    const { safe, tx } = toReviewable(honest).staged
    const nonce = tx.nonce + 1n
    const row = {
      ...honest,
      ...{ id: 'W-9001', nonce, safeTxHash: hashSafeTx(safe, { ...tx, nonce }).safeTx, state: 'staged' },
      ...(stageChallenge === undefined ? {} : { stageChallenge }),
    }
    await write({ db: desk.db, actor: await signIn(desk, 'ines'), now: desk.now() }, async (tx) => {
      const [copied] = await tx.insert(withdrawal).values(row).returning()
      if (!copied) throw new Error('insert returned no row')
      const why = { now: desk.now(), reason: '' }
      const screening = await moveWithdrawal(tx, copied, 'screening', why)
      const awaiting = await moveWithdrawal(tx, screening.row, 'awaiting-approvals', why)
      return [undefined, [{ action: 'stage', object: withdrawalObject(copied) }, screening.event, awaiting.event]]
    })
    return row.id
  }

  it('stages one withdrawal: its row is refused a second time', async () => {
    await expect(copy()).rejects.toMatchObject({
      cause: { message: expect.stringContaining('withdrawal_stage_challenge_unique') },
    })
  })

  it('hands over none but its own: a copy that names another challenge', async () => {
    const copied = await copy(contentDigest('another challenge'))
    await makeReady(desk, copied)
    const refusal = await refusalOf(executeAs(desk, 'eli', copied))
    expect(refusal).toMatchObject({ code: 'BLOCKED' })
    expect(refusal.message).toContain(`The confirmation of ${copied} answers another challenge`)
    expect(await desk.db.select().from(submission)).toEqual([])
    desk.pass(31)
    await makeReady(desk, id)
    expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
  })
})

describe('the evidence of a withdrawal', () => {
  it('holds the initiator’s and the executor’s proof, named by their events', async () => {
    await makeReady(desk, id)
    await executeAs(desk, 'eli', id)
    await performJob(desk, 'sign-checkpoint')
    const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId: id })) as { text: string }
    const pack = JSON.parse(text) as EvidencePack
    const sections = Object.entries(pack.withdrawal)
    const proofOf = (kind: string, member: string) =>
      sections.filter(([key]) => key.startsWith(`${kind}/`)).map(([, section]) => Object(section)[member].preimage)
    expect(proofOf('withdrawal', 'stageProof')).toEqual([expect.objectContaining({ action: 'stage', member: 'ines' })])
    expect(proofOf('submission', 'proof')).toEqual([expect.objectContaining({ action: 'execute', member: 'eli' })])
    expect(await verifyEvidence(pack)).toMatchObject({ ok: true, proofsChecked: 3 })
  })
})

describe('the code of the Safe', () => {
  it.each(['proxy', 'singleton'])('that is no longer official blocks: %s', async (which) => {
    await makeReady(desk, id)
    const { assessment, digest } = (await readPage(desk, 'eli', id)).reviewed
    const { safe } = assessment
    if (!safe) throw new Error('the chain answers')
    const address = which === 'proxy' ? assessment.staged.safe.address : safe.singleton
    const code = (await chain.client.getCode({ address })) ?? '0x'
    // Runs as before; only its hash is another.
    await chain.client.setCode({ address, bytecode: concatHex([code, '0x00']) })
    const shown = (await readPage(desk, 'eli', id)).reviewed
    expect(shown.assessment.verdict).toBe('block')
    expect(shown.assessment.findings.map(({ code: named }) => named)).toContain('SAFE_CODE_UNOFFICIAL')
    expect(shown.digest).not.toBe(digest)
    expect(await refusalOf(executeAs(desk, 'eli', id))).toMatchObject({ code: 'STALE' })
    expect(await desk.db.select().from(submission)).toEqual([])
    expect((await refusalOf(makeReady(desk, id))).message).toBe(
      'Nobody can approve this: a critical finding blocks it.',
    )
    await chain.client.setCode({ address, bytecode: code })
    await makeReady(desk, id)
    desk.pass(31)
    expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
    await performJob(desk, 'sign-checkpoint')
    const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId: id })) as { text: string }
    const counts = { proofsChecked: 6, approvals: 3, handOvers: 1 } // three went stale, and their members approved anew
    expect(await verifyEvidence(JSON.parse(text) as EvidencePack)).toMatchObject({ ok: true, ...counts })
  })
})
