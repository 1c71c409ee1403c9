import { erc20Abi, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { readExport } from '@/lib/audit/read-export'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import type { Reviewed } from '@/lib/flows/gather-review'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  follow,
  followUntilFinal,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

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

const holdings = async (holder: `0x${string}`) => ({
  ether: await chain.client.getBalance({ address: holder }),
  usdc: await chain.client.readContract({
    address: chain.tokens.usdc,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [holder],
  }),
})

describe('one real withdrawal', () => {
  it('is previewed, staged, approved by three, cooled, executed, settled and proven', async () => {
    const treasury = desk.safes[0]?.address ?? '0x'
    const [safeBefore, payeeBefore] = [await holdings(treasury), await holdings(PAYEE)]
    const form = {
      ...payment(desk),
      legs: [...payment(desk).legs, { asset: 'native', recipient: PAYEE as string, amount: '0.5' }],
    }

    const { reviewed } = (await act(desk, 'ines', 'preview', form)) as { reviewed: Reviewed }
    expect(reviewed.assessment).toMatchObject({ verdict: 'ok', effects: { kind: 'simulated', status: 'success' } })
    expect(reviewed.requirement).toMatchObject({ decision: 'allow', approvals: 3, reasons: [] })

    const { id, state } = await stageAs(desk, 'ines', form)
    expect({ id, state }).toEqual({ id: 'W-1001', state: 'awaiting-approvals' })
    expect((await readPage(desk, 'noor', id)).reviewed.digest).toBe(reviewed.digest)

    expect(await approveAs(desk, 'ruth', id)).toMatchObject({
      state: 'awaiting-approvals',
      missing: ['Tomas', 'Aiko', 'Bram', 'Lena'],
    })
    expect(await approveAs(desk, 'tomas', id)).toMatchObject({ missing: ['Aiko', 'Bram', 'Lena'] })
    expect(await approveAs(desk, 'lena', id)).toMatchObject({ state: 'cooling', missing: [] })
    expect(await performJob(desk, 'cool-down')).toEqual({ readied: [] })
    desk.pass(6)
    expect(await performJob(desk, 'cool-down')).toEqual({ readied: [id] })

    const handed = await executeAs(desk, 'eli', id)
    expect(handed).toMatchObject({ attempt: 1, call: { to: treasury, value: 0n } })
    const txHash = await send(desk, 'eli', handed)
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    expect(await follow(desk, id)).toBe('confirming')
    expect(await followUntilFinal(desk, id)).toBe('executed')

    expect(await holdings(treasury)).toEqual({
      ether: safeBefore.ether - parseEther('0.5'),
      usdc: safeBefore.usdc - 250_000_000n,
    })
    expect(await holdings(PAYEE)).toEqual({
      ether: payeeBefore.ether + parseEther('0.5'),
      usdc: payeeBefore.usdc + 250_000_000n,
    })
    const page = await readPage(desk, 'noor', id)
    expect(page).toMatchObject({
      state: 'executed',
      submission: { state: 'executed', minedTxHash: txHash, executor: 'Eli' },
    })
    expect(page.approvals.map(({ memberName, counts }) => [memberName, counts])).toEqual([
      ['Ruth', true],
      ['Tomas', true],
      ['Lena', true],
    ])
  })

  it('left every step in the log, and nothing refused', async () => {
    const events = await desk.db.select().from(auditEvent).orderBy(auditEvent.id)
    const told = events.filter(({ action }) => action !== 'bootstrap')
    expect(told.filter(({ outcome }) => outcome !== 'done')).toEqual([])
    expect(told.map(({ actorId, actorKind, action }) => `${actorId ?? actorKind}: ${action}`)).toEqual([
      'ines: stage',
      'ines: review',
      'ines: withdrawal staged → screening',
      'ines: withdrawal screening → awaiting-approvals',
      ...['ruth', 'tomas', 'lena'].flatMap((who) => [
        `${who}: review`,
        `${who}: begin-approval`,
        `${who}: review`,
        `${who}: approve`,
      ]),
      'lena: withdrawal awaiting-approvals → cooling',
      'system: withdrawal cooling → ready',
      'eli: review',
      'eli: hand-over',
      'eli: withdrawal ready → executing',
      'eli: report-submission',
      'system: follow-submission',
      'system: withdrawal executing → confirming',
      'system: follow-submission',
      'system: withdrawal confirming → executed',
      'system: keep-receipt',
    ])
  })

  it('is proven offline by its evidence pack, whose passkey proofs hold', async () => {
    await performJob(desk, 'sign-checkpoint')
    const answer = (await act(desk, 'noor', 'export-evidence', { withdrawalId: 'W-1001' })) as { text: string }
    const pack = readExport(answer.text)
    if (pack.format !== 'countersign-evidence/1') throw new Error('not a pack')
    const verdict = await verifyEvidence(pack)
    expect(verdict).toMatchObject({ ok: true, proofsChecked: 3, approvals: 3, handOvers: 1 })
    const kinds = new Set(Object.keys(pack.withdrawal).map((section) => section.split('/')[0]))
    expect(kinds).toEqual(
      new Set([
        'bootstrap',
        'withdrawal',
        'approval',
        'passkey',
        'review',
        'signature-request',
        'submission',
        'receipt',
        'execution',
      ]),
    )
    const approval = Object.keys(pack.withdrawal).find((section) => section.startsWith('approval/')) ?? ''
    const forged = { ...pack, withdrawal: { ...pack.withdrawal, [approval]: { owner: PAYEE } } }
    expect(await verifyEvidence(forged)).toMatchObject({ ok: false })
  })
})
