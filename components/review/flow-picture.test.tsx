import { renderToStaticMarkup } from 'react-dom/server'
import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import type { BalanceChange } from '@/lib/simulate/types'
import { honestReviewed } from '@/tests/builders/honest-review'
import { payUsdc, SAFE, type SampleChange, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'
import { FlowPicture } from './flow-picture'

const TOKEN: Address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const payee = (at: number): Address => `0x${(0x1000 + at).toString(16).padStart(40, 'a')}`
const change = (account: Address, asset: BalanceChange['asset'], units: bigint): BalanceChange => ({
  ...{ account, asset, before: 10n ** 30n, after: 10n ** 30n + units },
})

function drawn(given: SampleChange = {}): string {
  const { assessment, contacts } = honestReviewed(given)
  return renderToStaticMarkup(<FlowPicture assessed={{ assessment, contacts, safeName: 'Treasury' }} />)
}
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
const closed = (html: string) => textOf(html).replaceAll(' ', '')

describe('the picture, read aloud', () => {
  it('says of one payment what it draws', () => {
    const html = drawn()
    expect(textOf(html)).toContain('250.00 USDC go from Treasury to Northwind.')
    expect(closed(html)).toMatch(/Treasury−250\.00USDCtoNorthwind\+250\.00USDC$/)
    expect(html.match(/<svg/g)).toHaveLength(1)
    expect(html).not.toContain('not asked for')
  })

  it('counts those of a batch that it does not show', () => {
    const html = drawn({ legs: Array.from({ length: 45 }, (_, at) => payUsdc(1_000_000n, payee(at))) })
    expect(textOf(html)).toContain('45.00 USDC go from Treasury to 45 accounts.')
    expect(closed(html)).toContain('and37more+37.00USDC')
    expect(html.match(/<svg/g)).toHaveLength(9)
  })

  it('names whom nobody asked to pay with the whole address, in words beside the colour', () => {
    const balances = [change(SAFE, USDC.address, -250_000_000n), change(STRANGER, USDC.address, 250_000_000n)]
    const html = drawn({ effects: { balances } })
    expect(closed(html)).toContain(`${STRANGER}notaskedfor+250.00USDC`)
    expect(html).not.toContain('Northwind')
  })

  it('says how much a token keeps on the way', () => {
    const balances = [change(SAFE, USDC.address, -250_000_000n), change(VENDOR, USDC.address, 245_000_000n)]
    const text = textOf(drawn({ effects: { balances } }))
    expect(text).toContain('250.00 USDC go from Treasury to Northwind. 5.00 USDC of it reach nobody.')
    expect(text).toMatch(/5\.00 USDC of it reach nobody\.$/)
  })

  it('gives base units of a token that is not registered, by its whole address', () => {
    const text = textOf(drawn({ effects: { balances: [change(SAFE, TOKEN, 1_500_000n)] } }))
    expect(text).toContain(`1,500,000 base units of ${TOKEN} reach Treasury and leave nobody.`)
    expect(text).toContain(`Base units of ${TOKEN} Nobody loses it to Treasury`)
  })

  it('says that nobody gets what only leaves', () => {
    expect(textOf(drawn({ effects: { balances: [change(SAFE, TOKEN, -7n)] } }))).toMatch(/to Nobody gets it$/)
  })

  it('draws nothing of what is only logged', () => {
    const logged = [{ event: 'transfer', token: USDC.address, from: SAFE, to: VENDOR, units: 250_000_000n } as const]
    expect(drawn({ effects: { balances: [], logged } })).toBe('')
  })
})
