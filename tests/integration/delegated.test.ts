import { concat, type Address } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { repeatReview } from '@/components/review/repeat-review'
import type { Reviewed } from '@/lib/flows/gather-review'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk, PAYEE, payment, readPage, stageAs } from '@/tests/builders/money-desk'
import { STRANGER } from '@/tests/builders/sample-facts'
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

const to = (recipient: Address) => ({
  ...payment(desk, '3.00'),
  legs: [{ asset: chain.tokens.usdc as string, recipient: recipient as string, amount: '3' }],
})
const found = ({ assessment }: Reviewed) =>
  assessment.findings.flatMap(({ rule, code, outcome }) => (rule === 'delegated' && outcome !== 'pass' ? [code] : []))
const previewed = async (recipient: Address) =>
  found(((await act(desk, 'ines', 'preview', to(recipient))) as { reviewed: Reviewed }).reviewed)

it(
  'says of whoever is paid that other code runs there, and each browser comes to the same',
  { timeout: 120_000 },
  async () => {
    expect(await previewed(STRANGER)).toEqual([])
    for (const address of [STRANGER, PAYEE])
      await chain.client.setCode({ address, bytecode: concat(['0xef0100', chain.tokens.usdt]) })
    expect(await previewed(STRANGER)).toEqual(['RECIPIENT_DELEGATED'])
    const { id, state } = await stageAs(desk, 'ines', to(PAYEE))
    // An active contact is paid as before.
    expect(state).toBe('awaiting-approvals')
    const page = await readPage(desk, 'ruth', id)
    expect(found(page.reviewed)).toEqual(['RECIPIENT_DELEGATED_KNOWN'])
    expect(page.reviewed.assessment.verdict).toBe('ok')
    expect(repeatReview({ ...page.reviewed, safeName: page.safe.name })).toEqual([])
  },
)
