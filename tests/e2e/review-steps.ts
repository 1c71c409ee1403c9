import type { Locator, Page } from 'playwright-core'
import type { Member } from './member'

/** What the order in front of the signer says: leg by leg whom it pays, or the one contract that it calls and what with. */
export type PaymentOrder = readonly { readonly recipient: string; readonly amount: string }[]

/** Opens the review and waits until this browser has checked it. */
export async function openReview({ page }: Pick<Member, 'page'>, id: string): Promise<void> {
  await page.goto(`/withdrawals/${id}`)
  await waitUntilChecked(page)
}

/** The check starts with the reader's first move. */
export async function waitUntilChecked(page: Page): Promise<void> {
  const checked = page.getByText(/^This browser, .* results, /)
  await page.getByText('Computed by').waitFor()
  for (let step = 0; step < 200 && !(await checked.isVisible()); step += 1) {
    await page.mouse.move(step, step)
    await page.waitForTimeout(100)
  }
  await checked.waitFor()
}

/** Answers every open line from the payment order, as a person does: the first open line, then the next. */
export async function answerChecklist(page: Page, order: PaymentOrder): Promise<void> {
  const open = page.getByRole('listitem').and(page.locator('[aria-current=step]')).filter({ hasText: 'Your turn' })
  for (;;) {
    if ((await open.count()) === 0) return
    const words = await open.locator('b').first().innerText()
    const typed = answerTo(words, order)
    if (typed !== null) await open.getByRole('textbox').fill(typed)
    await open.getByRole('button').click()
    await page.waitForFunction((asked) => document.querySelector('li.now b')?.textContent !== asked, words)
  }
}

/** What is typed at a line; null where looking is enough. */
export function answerTo(words: string, order: PaymentOrder): string | null {
  const [, leg = '1', group] =
    /^(?:Recipient of leg (\d+)|Contract that is called), groups (\d+) and \d+$/.exec(words) ?? []
  if (group !== undefined) {
    const start = 2 + (Number(group) - 1) * 4
    return (order[Number(leg) - 1]?.recipient ?? '').slice(start, start + 8)
  }
  return /^Amount of (leg 1|.+ that the call takes)$/.test(words) ? (order[0]?.amount ?? '') : null
}

/** From the answered checklist to the passkey step: opens the dialog and has the wallet sign. */
export async function signWithWallet({ page, wallet }: Member): Promise<void> {
  await page.getByRole('button', { name: /^Approve / }).click()
  const sign = page.getByRole('button', { name: `Sign with ${wallet.name}` })
  await passPause(page, sign)
  await sign.click()
}

/** Answers the pause where there is one, until what follows it is there. */
export async function passPause(page: Page, next: Locator): Promise<void> {
  const pause = page.getByRole('button', { name: PAUSED })
  await pause.or(next).first().waitFor()
  if (await pause.isVisible()) await answerPause(page)
  await next.waitFor()
}

const PAUSED = 'All three are true'

/** What a signer is asked before the wallet of a high withdrawal opens, answered by somebody whom nobody presses. */
export async function answerPause(page: Page): Promise<void> {
  const goOn = page.getByRole('button', { name: PAUSED })
  await goOn.waitFor()
  for (const box of await page.getByRole('dialog').getByRole('checkbox').all()) await box.check()
  await goOn.click()
}

/** The passkey on this device, for whatever the open dialog asks. */
export async function confirmWithPasskey({ page, securityKey }: Member): Promise<void> {
  await securityKey.catchUp()
  await page.getByRole('button', { name: 'Use a passkey on this device' }).click()
}

/** Review, checklist, wallet, passkey. */
export async function approve(member: Member, id: string, order: PaymentOrder): Promise<void> {
  await openReview(member, id)
  await answerChecklist(member.page, order)
  await signWithWallet(member)
  await confirmWithPasskey(member)
  await member.page.getByText('Your approval is recorded.').waitFor()
  await member.page.getByRole('button', { name: 'Back to the review' }).click()
}
