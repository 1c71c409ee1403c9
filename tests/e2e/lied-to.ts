import { expect } from 'vitest'
import { type Address, type Hex, numberToHex } from 'viem'
import type { EmptyDesk } from '@/tests/builders/empty-desk'
import type { Falsifying } from '@/tests/builders/failing-node'
import { button, look } from './company'
import type { Member } from './member'
import { answerChecklist, openReview, passPause, type PaymentOrder } from './review-steps'

/**
 * A signer opens a review while the desk's node lies to it, in two ways, and then while it does not: what differs is named
 * and nothing can be signed, until everything is the same.
 */
export async function lieToSigner(
  { page, wallet }: Member,
  { webNode, chainUrl, safe, usdc }: EmptyDesk,
  { id, order }: { readonly id: string; readonly order: PaymentOrder },
): Promise<void> {
  const { host } = new URL(chainUrl)
  const arming = button(page, /^Approve /)
  const answerAll = async (): Promise<void> => {
    await openReview({ page }, id)
    await answerChecklist(page, order)
  }
  const isStopped = async (difference: string | RegExp): Promise<void> => {
    await page.getByText('It does not do what this page shows.').waitFor()
    await page.getByRole('listitem').filter({ hasText: difference }).waitFor()
    await page.getByText('Sign nothing here.').waitFor()
    // Pressed all the same, as a hurried hand does: it opens nothing.
    await arming.click({ force: true })
    expect(await page.getByRole('dialog').count()).toBe(0)
  }
  try {
    webNode.falsify(greaterBalance(safe, 5_000_000_000_000n))
    await answerAll()
    await isStopped(`The server shows this change of a balance, and it does not happen here: ${safe} in ${usdc} from `)
    await look(page, 'lied-to')
    webNode.falsify(anotherBlock)
    await answerAll()
    await isStopped(new RegExp(`${host} knows another block [\\d,]+ than the desk’s node does\\.`))
  } finally {
    webNode.falsify((_, result) => result)
  }
  await answerAll()
  await page.getByText(/Every effect on this page is the same\./).waitFor()
  await page.getByText(`rests on ${host} alone, asked by this browser itself.`).waitFor()
  await arming.click()
  await passPause(page, button(page, `Sign with ${wallet.name}`))
}

/** A node that tells a greater balance of a holder in every simulated block, before the run and after it alike. */
const greaterBalance =
  (holder: Address, by: bigint): Falsifying =>
  ({ method, params }, result) => {
    if (method !== 'eth_simulateV1') return result
    const { blockStateCalls } = params[0] as { blockStateCalls: readonly Asked[] }
    return (result as readonly Told[]).map(({ calls, ...block }, place) => ({
      ...block,
      calls: calls.map((call, at) => {
        const asksFor = blockStateCalls[place]?.calls[at]?.data ?? '0x'
        const isOfHolder = asksFor.startsWith(BALANCE_OF) && asksFor.endsWith(holder.slice(2).toLowerCase())
        return isOfHolder && call.returnData.length === 66
          ? { ...call, returnData: numberToHex(BigInt(call.returnData) + by, { size: 32 }) }
          : call
      }),
    }))
  }

/** A node that tells of its newest block as of another one. */
const anotherBlock: Falsifying = ({ method }, result) =>
  method === 'eth_getBlockByNumber' ? { ...(result as object), hash: `0x${'ab'.repeat(32)}` } : result

const BALANCE_OF = '0x70a08231'
type Asked = { readonly calls: readonly { readonly data?: string }[] }
type Told = { readonly calls: readonly { readonly returnData: Hex }[] }
