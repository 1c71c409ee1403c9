import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { Drift } from '@/lib/flows/review-drift'
import { DriftNote } from './drift-note'

const drawn = (changes: Drift['changes'], memberId = 'ruth') =>
  renderToStaticMarkup(<DriftNote drift={{ memberId: 'ruth', approver: 'Ruth', changes }} viewer={{ memberId }} />)
const CHANGE = { what: 'How it ends', before: 'success', now: 'reverted' }

it('reads what changed, and counts what is beyond the first twelve', () => {
  expect(drawn([CHANGE])).toContain('<li>How it ends: success → reverted</li>')
  const html = drawn(Array.from({ length: 14 }, (_, at) => ({ what: `part ${at}`, before: null, now: 'x' })))
  expect(html.match(/<li>part/g)).toHaveLength(12)
  expect(html).toContain('<li>2 more.</li>')
})

it('says so in a sentence where nothing can be named, and where the record is not the one that was approved', () => {
  const [nothing, lost, named] = [drawn([]), drawn(null), drawn([CHANGE])]
  expect(nothing).toContain('no single entry can be named. Read the whole review again.')
  expect(nothing).not.toContain('→')
  expect(nothing).not.toContain('<ul')
  expect(lost).toContain('Tell compliance.')
  expect(named).not.toContain('no single entry')
})

it('tells whose approval it is', () => {
  expect(drawn([CHANGE])).toContain('after your approval.')
  expect(drawn([CHANGE], 'tomas')).toContain('after the approval of Ruth.')
})
