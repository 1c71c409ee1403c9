import { expect, it } from 'vitest'
import { NO_VERIFICATION, verificationBody } from './verification-draft'

const draft = (part: object) => verificationBody({ ...NO_VERIFICATION, ...part }, 'verification')
const at = '2026-03-01T10:00Z'

it('names what was typed, or nothing', () => {
  expect(draft({})).toBeUndefined()
  expect(draft({ how: 'call-back', by: ' Dana Roe ', at, proof: 'the contract' })).toEqual({
    ...{ how: 'call-back', by: 'Dana Roe', at, source: 'the contract' },
  })
  expect(draft({ how: 'test-transfer', by: 'Dana', at, proof: 'W-1004' })).toEqual({
    ...{ how: 'test-transfer', by: 'Dana', at, withdrawalId: 'W-1004' },
  })
  expect(draft({ how: 'signed-message', proof: '0xAB' })).toEqual({ how: 'signed-message', signature: '0xab' })
})

it.each([
  { how: 'call-back', by: 'Dana', at },
  { how: 'call-back', at, proof: 'x' },
  { how: 'test-transfer', by: 'Dana', proof: 'W-1' },
  { how: 'signed-message' },
  { by: 'Dana' },
])('says less than it has to: %o', (part) => expect(() => draft(part)).toThrow())
