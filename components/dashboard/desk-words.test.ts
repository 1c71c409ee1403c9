import { expect, it } from 'vitest'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { headline } from './desk-words'

const now = new Date('2026-11-24T04:40:00Z')
const groups = (...ends: readonly string[]) => ({
  waiting: ends.map((end) => ({ expiresAt: new Date(end) }) as WithdrawalLine),
  stopped: [],
  moving: [],
  ended: [],
})

it('names the clock time of an end today, and the day of any other', () => {
  expect(headline(groups('2026-11-24T14:26:00Z'), now).urgent).toBe('It expires at 14:26 UTC.')
  expect(headline(groups('2026-11-25T04:26:00Z'), now).urgent).toBe('It expires on Wed 25 Nov, 04:26 UTC.')
  expect(headline(groups('2026-11-26T04:26:00Z', '2026-11-25T04:26:00Z'), now).urgent).toBe(
    'The first expires on Wed 25 Nov, 04:26 UTC.',
  )
})
