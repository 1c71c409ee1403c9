import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { repeatReview } from '@/components/review/repeat-review'
import type { Reviewed } from '@/lib/flows/gather-review'
import { readPast } from '@/lib/flows/past'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { Leg } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk, PAYEE, payment, readPage, stageAs } from '@/tests/builders/money-desk'
import { type Planted, plantRow } from '@/tests/builders/planted-withdrawals'
import { payEth, payUsdc, sampleFacts, STRANGER, USDC } from '@/tests/builders/sample-facts'
import { act, openWorld, type World } from '@/tests/builders/world'

const OPEN: readonly WithdrawalState[] = ['screening', 'awaiting-approvals']
const EXECUTED: readonly WithdrawalState[] = [...OPEN, 'ready', 'executing', 'confirming', 'executed']
const DAY = 86_400_000
const TIME = expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) as string
const person = (at: number): Address => getAddress(`0x${String(at).padStart(2, '0').repeat(20)}`)

describe('what the desk did before', () => {
  let world: World
  beforeEach(async () => void (world = await openWorld()))
  afterEach(() => world.close())

  const ago = (days: number) => new Date(world.now().getTime() - days * DAY)
  const plant = (days: number, legs: readonly Leg[], change: Planted = {}) =>
    plantRow(world, { legs, stagedAt: ago(days), through: EXECUTED, isNonceHeld: false, ...change })
  const rejected = { through: [...OPEN, 'rejected'] as const, isNonceHeld: false }
  function past(legs: readonly Leg[], withdrawalId: string | null = null, nonce = 900n) {
    const facts = sampleFacts({ legs })
    const { safe, tx } = facts.staged
    const [treasury] = world.safes
    if (!treasury) throw new Error('there is a treasury')
    const staged = { ...facts.staged, safe: { ...safe, address: treasury.address }, tx: { ...tx, nonce } }
    return readPast(world.db, { withdrawalId, stagedAt: world.now(), staged }, facts)
  }

  it('is what was paid to this recipient in this asset, a withdrawal at a time, and what came to nothing', async () => {
    const both = await plant(9, [payUsdc(5n), payUsdc(7n), payUsdc(1n, STRANGER), payEth(3n)])
    const elsewhere = await plant(5, [payUsdc(20n)], { safeId: 'operations' })
    await plant(4, [payUsdc(30n)], { through: OPEN, isNonceHeld: true })
    const refused = await plant(3, [payUsdc(40n)], rejected)
    await plant(8, [payUsdc(50n)], rejected)
    const { recipients, assets } = await past([payUsdc(100n)])
    expect(recipients).toEqual([
      expect.objectContaining({
        asset: USDC.address,
        paid: [
          { id: elsewhere, units: 20n, at: TIME, state: 'executed' },
          { id: both, units: 12n, at: TIME, state: 'executed' },
        ],
        ended: [{ id: refused, units: 40n, at: TIME, state: 'rejected' }],
      }),
    ])
    expect(assets[0]?.paid.map(({ id, units }) => [id, units])).toEqual([
      [elsewhere, 20n],
      [both, 1n],
      [both, 12n],
    ])
    expect(assets[0]?.days).toEqual([{ daysAgo: 9, units: 13n }])
    expect(assets[0]?.today).toBe(30n)
  })

  it('is nothing that was staged later', async () => {
    const mine = await plant(1, [payUsdc(100n)], { through: OPEN, isNonceHeld: true })
    await plant(1, [payUsdc(5n)])
    const { recipients, assets, newcomers, since } = await past([payUsdc(100n)], mine)
    expect([recipients[0]?.paid, assets[0]?.paid, assets[0]?.today, since]).toEqual([[], [], 0n, null])
    expect(newcomers.here).toEqual([payUsdc(1n).recipient])
  })

  it('reads the newest of a long history, past any number of refusals', async () => {
    await plant(20, [payUsdc(1n)])
    for (let at = 0; at < 60; at += 1) await plant(10, [payUsdc(BigInt(100 + at))])
    for (let at = 0; at < 30; at += 1) await plant(2, [payUsdc(7n)], rejected)
    const [found] = (await past([payUsdc(9n)])).recipients
    expect(found?.paid.map(({ units }) => Number(units))).toEqual(Array.from({ length: 50 }, (_, at) => 159 - at))
    expect(found?.ended).toHaveLength(10)
  })

  it('is whom it never paid in whatever asset, whoever asked for it', async () => {
    await plant(10, [payEth(1n, person(11))])
    await plant(9, [payUsdc(1n, person(12))], rejected)
    const later = await plant(1, [payUsdc(1n, person(13))])
    const legs = [11, 12, 13].map((at) => payUsdc(1n, person(at)))
    expect((await past(legs)).neverPaid).toEqual([person(12)])
    expect((await past(legs, later)).neverPaid).toEqual([person(12), person(13)])
    expect((await past([payEth(1n, person(11))])).neverPaid).toEqual([])
  })

  it('is the last batch of this Safe with mostly the same recipients', async () => {
    const legs = [11, 12, 13, 14].map((at) => payUsdc(BigInt(at), person(at)))
    await plant(30, legs)
    const last = await plant(20, legs)
    await plant(10, legs, { safeId: 'operations' })
    await plant(9, legs, rejected)
    await plant(
      8,
      [21, 22, 23].map((at) => payUsdc(1n, person(at))),
    )
    expect((await past([...legs.slice(1), payUsdc(1n, STRANGER)])).batch).toMatchObject({
      id: last,
      legs: legs.map(({ asset, recipient, units }) => ({ asset: asset.address, recipient, units })),
    })
    expect((await past(legs.slice(2))).batch).toBeNull()
    expect((await past([payUsdc(1n, person(11)), payUsdc(1n, person(31)), payUsdc(1n, person(32))])).batch).toBeNull()
  })

  it('is what had this nonce and came to nothing', async () => {
    const first = await plant(2, [payUsdc(5n, STRANGER)], { ...rejected, nonce: 900n })
    await plant(2, [payUsdc(5n)], { ...rejected, nonce: 901n })
    await plant(2, [payUsdc(5n)], { ...rejected, nonce: 900n, safeId: 'operations' })
    expect((await past([payUsdc(5n)])).atNonce).toEqual([
      {
        id: first,
        state: 'rejected',
        reference: '',
        wasSignatureRequested: false,
        legs: [{ asset: USDC.address, recipient: STRANGER, units: 5n }],
      },
    ])
  })

  it('is whom others named for the first time within a day', async () => {
    await plant(10, [payUsdc(1n, person(11))])
    await plant(0.5, [payUsdc(1n, person(11))], { through: OPEN, isNonceHeld: true })
    const fresh = await plant(0.5, [payUsdc(1n, person(12))], { through: OPEN, isNonceHeld: true })
    const { newcomers, since } = await past([payUsdc(1n, person(13))])
    expect(newcomers).toEqual({ here: [person(13)], others: [{ address: person(12), id: fresh }], known: 1 })
    expect(Math.abs(Date.parse(since ?? '') - ago(10).getTime())).toBeLessThan(60_000)
  })

  it('is the paid addresses that a recipient resembles, and none that was only asked for', async () => {
    const real: Address = '0x4aE06B35AbCdEf0123456789aBcDeF01234c3331'
    const other: Address = '0x4aE06B35000000000000000000000000000c3332'
    const id = await plant(50, [payUsdc(1n, getAddress(real.toLowerCase()))])
    await plant(40, [payUsdc(1n, getAddress(other.toLowerCase()))], rejected)
    expect((await past([payUsdc(1n, STRANGER)])).alike).toEqual([{ address: getAddress(real.toLowerCase()), id }])
    expect((await past([payUsdc(1n, person(44))])).alike).toEqual([])
  })
})

describe('at the desk', () => {
  let chain: TestChain
  let desk: MoneyDesk
  beforeAll(async () => void (chain = await startTestChain()))
  afterAll(() => chain.stop())
  beforeEach(async () => void (desk = await openMoneyDesk(chain)))
  afterEach(() => desk.close())

  it('names an amount that is out of line at the preview and on the page, and each browser comes to the same', async () => {
    const asset = { ...USDC, address: chain.tokens.usdc }
    for (let at = 0; at < 8; at += 1)
      await plantRow(desk, {
        legs: [{ asset, recipient: PAYEE, units: 100_000_000n + BigInt(at) * 1_000_000n }],
        ...{
          stagedAt: new Date(desk.now().getTime() - (3 * at + 1) * DAY),
          through: EXECUTED,
          nonce: BigInt(700 + at),
        },
        isNonceHeld: false,
      })
    const codes = ({ assessment }: Reviewed) =>
      assessment.findings.filter(({ outcome }) => outcome !== 'pass').map(({ code, path }) => `${code} ${path}`)
    const previewed = async (amount: string) =>
      codes(((await act(desk, 'ines', 'preview', payment(desk, amount))) as { reviewed: Reviewed }).reviewed)
    expect(await previewed('110.00')).toEqual([])
    expect(await previewed('900.00')).toEqual(['AMOUNT_UNUSUAL 1', 'VELOCITY_UNUSUAL 1'])
    const { id } = await stageAs(desk, 'ines', payment(desk, '900.00'))
    const page = await readPage(desk, 'ruth', id)
    expect(codes(page.reviewed)).toEqual(['AMOUNT_UNUSUAL 1', 'VELOCITY_UNUSUAL 1'])
    const shown = { ...page.reviewed, safeName: page.safe.name }
    expect(repeatReview(shown)).toEqual([])
    const kinder = { ...page.reviewed.assessment, past: { ...page.reviewed.assessment.past, recipients: [] } }
    expect(repeatReview({ ...shown, assessment: kinder as typeof shown.assessment }).join(' ')).toContain(
      'other findings',
    )
  })
})
