import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { BookContact } from '@/db/queries/safes'
import { coolOffsOf, DEFAULT_COOL_OFF_SECONDS } from '@/lib/assess/contact-classes'
import { CoolOffSection } from './cool-off-section'

const now = new Date('2026-03-02T09:00:00Z')
const coolOffs = coolOffsOf(DEFAULT_COOL_OFF_SECONDS)
const asked = [{ class: 'counterparty' }, { class: 'own-safe' }]
const entry = (name: string, part: Partial<BookContact>): BookContact => ({
  ...{ entryId: name, version: 1, address: `0x${'ab'.repeat(20)}`, name, chainId: 1, class: 'own-safe' },
  ...{ isActive: false, coolingUntil: null, hasEnded: false, ...part },
})

it('says class by class how long contacts will cool off, while the proposal waits', () => {
  const html = renderToStaticMarkup(<CoolOffSection asked={asked} coolOffs={coolOffs} made={null} now={now} />)
  expect(html).toContain('<dt>1 of class counterparty</dt><dd>72 hours</dd>')
  expect(html).toContain('<dt>1 of class own-safe</dt><dd>6 hours</dd>')
})

it('says until when each cools once it is agreed to, as the desk has it', () => {
  const made = [
    entry('Alder', { coolingUntil: '2026-03-05T09:00:00.000Z' }),
    entry('Birch', { isActive: true }),
    entry('Cedar', { hasEnded: true }),
  ]
  const html = renderToStaticMarkup(<CoolOffSection asked={asked} coolOffs={coolOffs} made={made} now={now} />)
  expect(html).toContain('<dt>Alder</dt><dd>cooling until Thu 5 Mar 2026, 09:00 UTC</dd>')
  expect(html).toContain('<dt>Birch</dt><dd>counts</dd>')
  expect(html).toContain('<dt>Cedar</dt><dd>ended: payments are held</dd>')
  expect(html).not.toContain('72 hours')
})
