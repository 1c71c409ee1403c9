import { afterAll, beforeAll, expect, it } from 'vitest'
import { blacklistAccount } from '@/lib/desk/tokens'
import type { Reviewed } from '@/lib/flows/gather-review'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
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

const inUsdt = (amount: string) => ({
  ...payment(desk, amount),
  legs: [{ asset: chain.tokens.usdt as string, recipient: PAYEE as string, amount }],
})
const previewed = async (input: object) =>
  ((await act(desk, 'ines', 'preview', input)) as { reviewed: Reviewed }).reviewed

// Like Tether's, this token still pays a blocked recipient: a simulation sees nothing, and the money is stuck there.
it(
  'stops a payment to whom the issuer blocked after it was approved, and lets the others go on',
  { timeout: 120_000 },
  async () => {
    const { id, state } = await stageAs(desk, 'ines', inUsdt('40.00'))
    expect(state).toBe('awaiting-approvals')
    await makeReady(desk, id)
    await blacklistAccount(chain.url, 'usdt', PAYEE)
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal.message).toContain('Nothing was handed over')
    const { assessment, requirement } = await previewed(inUsdt('41.00'))
    expect(assessment.effects).toMatchObject({ kind: 'simulated', status: 'success' })
    expect(
      assessment.findings.filter(({ code, outcome }) => code === 'ISSUER_BLOCKED' && outcome === 'fail'),
    ).toHaveLength(1)
    expect(requirement.decision).toBe('block')
    const other = await previewed(payment(desk, '42.00'))
    expect(other.requirement.decision).toBe('allow')
    expect(
      other.assessment.findings.filter(({ code }) => code === 'ISSUER_BLOCKED').map(({ outcome }) => outcome),
    ).toEqual(['pass'])
  },
)
