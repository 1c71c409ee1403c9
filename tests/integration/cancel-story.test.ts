import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvidencePack } from '@/lib/audit/types'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { cancelOnchainAs, runUntilFinal } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { approveAs, type MoneyDesk, openMoneyDesk, payment, stageAs } from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string
let cancel: string

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  id = (await stageAs(desk, 'ines', payment(desk))).id
  await approveAs(desk, 'ruth', id)
  cancel = (await cancelOnchainAs(desk, 'lena', id)).id
  await runUntilFinal(desk, cancel, ['ruth', 'tomas', 'aiko'])
  await performJob(desk, 'sign-checkpoint')
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const packOf = async (withdrawalId: string): Promise<EvidencePack> => {
  const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId })) as { text: string }
  return JSON.parse(text) as EvidencePack
}

describe('the story of a cancelled withdrawal', () => {
  it('verifies offline, and so does that of its cancel', async () => {
    for (const one of [id, cancel]) expect(await verifyEvidence(await packOf(one))).toMatchObject({ ok: true })
    const told = JSON.stringify((await packOf(id)).leaves)
    expect(told).toContain('withdrawal awaiting-approvals → cancel-pending-onchain')
    expect(told).toContain(`Cancelled on chain by ${cancel}`)
  })

  it('names what a cancel replaced: another name, or none, does not verify', async () => {
    const pack = await packOf(cancel)
    const key = Object.keys(pack.withdrawal).find((name) => name.startsWith('withdrawal')) ?? ''
    const section = Object(pack.withdrawal[key]) as { replaces?: string }
    expect(section.replaces).toBe(id)
    const { replaces: _left, ...without } = section
    for (const other of [{ ...section, replaces: 'W-1' }, without]) {
      const forged = { ...pack, withdrawal: { ...pack.withdrawal, [key]: other } }
      expect(await verifyEvidence(forged as EvidencePack)).toMatchObject({ ok: false })
    }
  })
})
