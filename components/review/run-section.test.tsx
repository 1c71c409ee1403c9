import { renderToStaticMarkup } from 'react-dom/server'
import type { Hex } from 'viem'
import { pad, toHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { honestReviewed } from '@/tests/builders/honest-review'
import { type SampleChange, STRANGER, USDC } from '@/tests/builders/sample-facts'
import { ENVIRONMENTS } from './environment-facts'
import { RunPart } from './run-part'

const word = (value: number): Hex => toHex(value, { size: 32 })
const NONCE = { slot: word(5), label: 'nonce', before: word(7), after: word(8) }
const environments = ENVIRONMENTS.map(([name]) => ({ name, status: 'success' as const, digest: word(1) }))

function drawn(effects: SampleChange['effects'] = {}) {
  const { assessment, contacts } = honestReviewed({ effects: { environments, ...effects } })
  const assessed = { assessment, contacts, safeName: 'Treasury' }
  const html = renderToStaticMarkup(<RunPart assessed={assessed} />)
  const text = html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return { html, text, closed: text.replaceAll(' ', '') }
}

describe('the simulated run of an honest payment', () => {
  it('is a sentence about the Safe and one about the settings, and no alarm', () => {
    const { html, text } = drawn()
    expect(text).toContain('The Safe itself. Of the Safe’s own storage only the nonce changes, from 7 to 8.')
    expect(text).toContain('The same in 5 of 5 environments.')
    expect(text).toContain('Who calls whom when it runs: 3 calls, 90,000 gas')
    expect(html).not.toContain('critc')
    expect(html).not.toContain('<table')
  })
})

describe('the simulated run of something else', () => {
  it('shows a guard that is set, before and after, and a slot that nobody can name', () => {
    const guard = { slot: word(6), label: 'guard', before: word(0), after: pad(STRANGER).toLowerCase() as Hex }
    const hidden = { slot: word(999), label: 'unknown', before: word(0), after: word(77) }
    const { html, closed } = drawn({ safeStorage: [NONCE, guard, hidden] })
    expect(html.match(/<tr role="row"/g)).toHaveLength(4)
    expect(closed).toContain(`Guardnone${STRANGER}`)
    expect(closed).toContain(`UnknownSafestorage,slot${word(999)}${word(0)}${word(77)}`)
  })

  it('shows code that is made, by address and hash, and an allowance that is used up', () => {
    const { text, closed } = drawn({
      code: [{ address: STRANGER, before: null, after: word(77) }],
      spent: [{ token: USDC.address, spender: STRANGER, before: 300_000_000n, after: 50_000_000n }],
    })
    expect(text).toContain('Code that comes and goes. One account ends with other code.')
    expect(closed).toContain(`${STRANGER}nocode${word(77)}`)
    expect(text).toContain('Uses or takes back 250.00 USDC of the allowance of')
    expect(text).toContain('50.00 USDC stay allowed.')
  })

  it('says where the block decides, and what happens there instead', () => {
    const [first, second, third] = environments
    if (!first || !second || !third) throw new Error('there are three')
    const instead = { balances: [], approvals: [], safeStorage: [NONCE] }
    const { html, text } = drawn({ environments: [first, second, { ...third, digest: word(2), instead }] })
    expect(text).toContain('Not the same in 1 of 5 environments')
    expect(text).toContain('Northwind: 0.00 USDC, and not +250.00 USDC.')
    expect(text).toContain('without a tracer: not run .')
    expect(html).toContain('v-critical')
    expect(html).toContain('v-unknown')
  })
})
