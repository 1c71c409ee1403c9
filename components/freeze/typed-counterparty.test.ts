import { expect, it } from 'vitest'
import { typedCounterparty } from './typed-counterparty'

const WHOLE = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'
const scope = { kind: 'counterparty', id: WHOLE.toLowerCase() }

it.each([WHOLE, WHOLE.toLowerCase(), ` eth:${WHOLE} `])('takes the whole address: %s', (text) =>
  expect(typedCounterparty(text)).toEqual({ ok: true, scope }),
)

it.each([
  ['nothing', ''],
  ['a shortened one', '0xfB69…d359'],
  ['one digit less', WHOLE.slice(0, -1)],
  ['a mistyped one', WHOLE.replace('5ca1', '5ca2')],
])('refuses %s with a sentence', (_what, text) =>
  expect(typedCounterparty(text)).toMatchObject({ ok: false, message: expect.stringMatching(/^[A-Z].*\.$/) }),
)
