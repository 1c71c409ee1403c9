import { expect, it } from 'vitest'
import { pastSeriesOf } from '@/lib/assess/past-series'
import { payUsdc, sampleFacts, USDC } from '@/tests/builders/sample-facts'
import { paidEvery, paid, pastOf } from '@/tests/builders/sample-past'

const toVendor = { paid: paidEvery(3, [90n, 100n, 110n, 120n, 95n, 105n, 100n, 115n]) }
const past = pastOf({ toVendor, ofUsdc: paid(30, 7n), days: [5n, 6n, 7n], today: 40n })
const of = (code: string, path = '1', legs = [payUsdc(1000n)]) =>
  pastSeriesOf({ code, path }, sampleFacts({ legs, facts: { past } }))

it('shows the payments that an amount was compared with', () => {
  const shown = of('AMOUNT_UNUSUAL')
  expect(shown).toMatchObject({ asset: USDC.address, here: 1000n, median: 100n })
  expect(shown?.before.map(({ units }) => units)).toEqual(toVendor.paid.map(({ units }) => units))
  expect(shown?.before[0]?.name).toBe('W-2000, 2026-11-22')
  expect(of('AMOUNT_EXTREME')).toMatchObject({ here: 1000n, median: 7n })
})

it('shows the days that an outflow was compared with, and what leaves today altogether', () => {
  const legs = [payUsdc(1000n), payUsdc(10n, '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331')]
  expect(of('VELOCITY_UNUSUAL', '1.1', legs)).toMatchObject({ here: 1050n, median: 6n })
  expect(of('VELOCITY_UNUSUAL')?.before.map(({ name }) => name)).toEqual([
    '2 days before',
    '4 days before',
    '6 days before',
  ])
})

it('shows what a recipient got before of whom a little came first', () => {
  const probed = pastOf({ toVendor: { paid: paidEvery(1, [3n, 2n]) }, ofUsdc: paid(30, 7n) })
  const shown = pastSeriesOf(
    { code: 'PROBE_THEN_LARGE', path: '1' },
    sampleFacts({ legs: [payUsdc(1000n)], facts: { past: probed } }),
  )
  expect(shown).toMatchObject({ asset: USDC.address, here: 1000n })
  expect(shown?.before.map(({ units }) => units)).toEqual([3n, 2n])
})

it('shows what each got in the last batch, of the same asset alone', () => {
  const recipients = [
    '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331',
    '0x8589427373D6D84E98730D7795D8f6f8731FDA16',
  ] as const
  const legs = recipients.map((recipient, at) => ({ asset: USDC.address, recipient, units: BigInt(10 + at) }))
  const other = { asset: 'native', recipient: recipients[0], units: 5n } as const
  const batch = { id: 'W-1004', at: '2026-11-01T00:00:00.000Z', legs: [...legs, other] }
  for (const code of ['BATCH_LEG_CHANGED', 'BATCH_AMOUNT_CHANGED'])
    expect(
      pastSeriesOf({ code, path: '1' }, sampleFacts({ legs: [payUsdc(1000n)], facts: { past: pastOf({ batch }) } }))
        ?.before,
    ).toEqual(legs.map(({ recipient, units }) => ({ name: `W-1004, ${recipient}`, units })))
})

it('shows nothing of other findings, of no payment and of no past', () => {
  expect(of('PAYMENT_DUPLICATE')).toBeNull()
  expect(of('AMOUNT_UNUSUAL', '9')).toBeNull()
  expect(pastSeriesOf({ code: 'AMOUNT_UNUSUAL', path: '1' }, sampleFacts({ facts: { past: null } }))).toBeNull()
  expect(pastSeriesOf({ code: 'VELOCITY_UNUSUAL', path: '1' }, sampleFacts({ facts: { past: pastOf() } }))).toBeNull()
})
