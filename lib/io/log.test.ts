import { afterEach, expect, it, vi } from 'vitest'
import { log, logFault, type LogLine } from './log'

afterEach(() => vi.restoreAllMocks())

function written(act: () => void): string {
  let text = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  act()
  return text
}

it('writes one line and only the fields it lists', () => {
  const line: LogLine & { signature: string } = { level: 'note', what: 'a\nb', signature: '0xsecret' }
  const text = written(() => log(line))
  expect(text.trim().split('\n')).toHaveLength(1)
  expect(text).not.toContain('0xsecret')
  expect(JSON.parse(text)).toMatchObject({ level: 'note', what: 'a‹U+000A›b' })
})

it('says class, code and place of an error, never its message', () => {
  const cause = Object.assign(new Error('password=hunter2 at postgres://u:p@h'), {
    code: '23505',
    constraint: 'one_open',
  })
  const text = written(() =>
    logFault(new Error('Failed query: 0xsignature', { cause }), { what: 'flow', faultId: 'f1' }),
  )
  expect(text).not.toMatch(/hunter2|postgres:|0xsignature/)
  expect(JSON.parse(text)).toMatchObject({ faultId: 'f1', name: 'Error', code: '23505', constraint: 'one_open' })
})
