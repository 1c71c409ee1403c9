import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { payUsdc, VENDOR } from '@/tests/builders/sample-facts'
import { honestReviewed } from '@/tests/builders/honest-review'
import { paid, paidEvery, pastOf } from '@/tests/builders/sample-past'
import PastStrip from './past-strip'

const toVendor = {
  paid: paidEvery(
    3,
    [90n, 100n, 110n, 120n, 95n, 105n, 100n, 115n].map((it) => it * 1_000_000n),
  ),
}
const drawn = (units: bigint, past = pastOf({ toVendor })) => {
  const reviewed = honestReviewed({ legs: [payUsdc(units)], facts: { past } })
  const found = reviewed.assessment.findings.filter(
    ({ code, outcome }) => code.startsWith('AMOUNT') && outcome === 'fail',
  )
  return found.map((finding) => renderToStaticMarkup(<PastStrip finding={finding} source={reviewed} />))
}

it('draws each payment before, the median and this one, and says the same in words and in a table', () => {
  const [html = '', ...others] = drawn(250_000_000n)
  expect(others).toEqual([])
  expect(html.match(/<circle/g)).toHaveLength(8)
  expect(html).toContain(
    '8 dots. The bar is their median, 100.00 USDC. The diamond under the line is this, 250.00 USDC.',
  )
  expect(html.match(/<tr>/g)).toHaveLength(10)
  expect(html).toContain('<th scope="row">W-2000, 2026-11-22</th><td class="num">90.00 USDC</td>')
  expect(html).not.toContain('logarithmic')
})

it('is logarithmic where this is far beyond all of them', () => {
  const [extreme = ''] = drawn(10n ** 12n, pastOf({ ofUsdc: paid(30, 100_000_000n) }))
  expect(extreme).toContain('Payments of this asset before: 30 dots')
  expect(extreme).toContain('The scale is logarithmic.')
})

it('draws nothing of a payment like the others', () => {
  expect(drawn(100_000_000n)).toEqual([])
})

it('draws how many are new to the number known before', () => {
  const others = Array.from({ length: 5 }, (_, at) => ({
    address: `0x${String(at + 1).repeat(40)}` as const,
    id: `W-${at}`,
  }))
  const newcomers = { here: [VENDOR], others, known: 25 }
  const reviewed = honestReviewed({ legs: [payUsdc(100_000_000n)], facts: { past: pastOf({ newcomers }) } })
  const finding = reviewed.assessment.findings.find(
    ({ code, outcome }) => code === 'NEW_COUNTERPARTY_BURST' && outcome === 'fail',
  )
  if (!finding) throw new Error('they are many')
  const html = renderToStaticMarkup(<PastStrip finding={finding} source={reviewed} />)
  expect(html).toContain('1 here and 5 beside it, to 25')
  expect(html).toContain('d="M0 9h16"')
})
