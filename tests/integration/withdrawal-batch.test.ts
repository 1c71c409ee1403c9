import { getAddress, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeWire } from '@/lib/core/wire'
import type { Reviewed } from '@/lib/flows/gather-review'
import { BODY_LIMIT_BYTES } from '@/lib/session/limited-body'
import { MAX_LEGS } from '@/lib/stage/limits'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk, payment, readPage, stageAs } from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

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

/** Each to somebody else, with amounts of 24 characters where the asset has 18 decimals. */
const fullForm = (count: number) => ({
  ...payment(desk),
  legs: Array.from({ length: count }, (_, at) => ({
    asset: at % 4 === 0 ? 'native' : (chain.tokens.usdc as string),
    recipient: getAddress(`0x${keccak256(toHex(`payee ${at}`)).slice(-40)}`) as string,
    amount: at % 4 === 0 ? `0.${String(at + 1).padStart(18, '0')}` : `${at + 1}.25`,
  })),
})

describe('the largest batch', () => {
  it('fits a request, is measured whole and staged, and one payment more is refused', async () => {
    const form = fullForm(MAX_LEGS)
    expect(encodeWire(form).length).toBeLessThan(BODY_LIMIT_BYTES - 4096)

    const { reviewed } = (await act(desk, 'ines', 'preview', form)) as { reviewed: Reviewed }
    const { effects, intent, call } = reviewed.assessment
    expect(effects).toMatchObject({ kind: 'simulated', status: 'success' })
    expect([intent?.legs.length, call.children.length]).toEqual([MAX_LEGS, MAX_LEGS])

    const { id } = await stageAs(desk, 'ines', form)
    expect((await readPage(desk, 'noor', id)).reviewed.digest).toBe(reviewed.digest)
    await expect(act(desk, 'ines', 'preview', fullForm(MAX_LEGS + 1))).rejects.toThrow('at most 400 payments')
  })
})
