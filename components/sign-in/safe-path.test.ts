import { expect, it } from 'vitest'
import { safePath } from './safe-path'

it('leads back to pages of this desk', () => {
  expect(safePath('/withdrawals/W-1001')).toBe('/withdrawals/W-1001')
  expect(safePath('/stage')).toBe('/stage')
})

it('never leads to another site', () => {
  for (const path of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/a?b=//c',
    '/a\n//b',
    ['/a'],
    undefined,
  ])
    expect(safePath(path)).toBe('/')
})
