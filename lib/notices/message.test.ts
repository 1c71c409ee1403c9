import { describe, expect, it } from 'vitest'
import { NOTICE_KINDS } from './kinds'
import { mailText, webhookBody } from './message'

const ORIGIN = 'https://desk.example'
const AT = '2026-03-01T09:00:00.000Z'
const secretive = [
  ['frozen', `counterparty/0x${'5a'.repeat(20)}`],
  ['frozen', 'member/ruth-halden'],
  ['frozen', `asset/1:0x${'5a'.repeat(20)}`],
  ['policy-active', 'treasury-of-halden/3'],
] as const

describe('what leaves the desk', () => {
  it('is a sentence, a link and the word to use one’s own bookmark', () => {
    const { subject, text } = mailText({ id: 'x', kind: 'waiting', about: 'W-1001', at: AT }, ORIGIN)
    expect(subject).toBe('Countersign: W-1001 waits for your approval.')
    expect(text).toContain('Open the desk from your own bookmark')
    expect(text).toContain('https://desk.example/withdrawals/W-1001')
  })

  it.each(secretive)('names neither address nor name: %s of %s', (kind, about) => {
    const notice = { id: 'x', kind, about, at: AT }
    for (const out of [JSON.stringify(mailText(notice, ORIGIN)), webhookBody(notice, ORIGIN)])
      expect(out).not.toMatch(/0x|5a5a|ruth|halden|treasury/)
  })

  it('is one line of subject of any kind', () => {
    for (const kind of NOTICE_KINDS)
      expect(mailText({ id: 'x', kind, about: 'W-1', at: AT }, ORIGIN).subject).toMatch(/^Countersign: [^\r\n]+$/)
  })

  it('is type, timestamp and facts to a webhook', () => {
    expect(JSON.parse(webhookBody({ id: 'x', kind: 'ready', about: 'W-1001', at: AT }, ORIGIN))).toEqual({
      type: 'notice.ready',
      timestamp: AT,
      data: {
        about: 'W-1001',
        sentence: 'W-1001 is ready to execute.',
        link: 'https://desk.example/withdrawals/W-1001',
      },
    })
  })
})
