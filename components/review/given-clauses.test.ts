import { expect, it } from 'vitest'
import type { Assessment } from '@/lib/assess/review'
import { ASSESSMENT, ETHER, INTENT, PAYEE, SAFE, SIMULATED } from '@/tests/builders/reviewed'
import { readClauses } from './read-clauses'

const OTHER = '0x9999999999999999999999999999999999999999'
const call = { to: PAYEE, data: '0x3a4b66f1', gives: [{ asset: ETHER, units: 5n }] } as const
const staking: Partial<Assessment> = { class: 'contract-call', intent: { ...INTENT, legs: [], call } }

function marks(left: bigint, arrives: `0x${string}`, change: Partial<Assessment> = {}) {
  const balances = [
    { account: SAFE, asset: 'native', before: 9n, after: 9n - left },
    { account: arrives, asset: 'native', before: 0n, after: left },
  ] as const
  const assessment = { ...ASSESSMENT, ...staking, effects: { ...SIMULATED, balances }, ...change }
  return readClauses({ assessment, contacts: [], safeName: 'Treasury' })
    .filter(({ name }) => ['May leave', 'Not asked for'].includes(name))
    .map(({ name, mark }) => `${name} ${mark}`)
}

it('has what a call may take asked for, and nothing else of it', () => {
  expect(marks(5n, PAYEE)).toEqual(['May leave same'])
})

it('differs where another amount leaves, or another than the contract gets it', () => {
  expect(marks(6n, PAYEE)).toEqual(['May leave differs'])
  expect(marks(4n, PAYEE)).toEqual(['May leave differs'])
  expect(marks(5n, OTHER)).toEqual(['May leave same', 'Not asked for added'])
})

it('keeps what nothing was given to as not asked for', () => {
  const intent = { ...INTENT, legs: [], call: { ...call, gives: [] } }
  expect(marks(5n, PAYEE, { intent })).toEqual(['Not asked for added', 'Not asked for added'])
})

it('answers nothing where nothing was simulated', () => {
  const effects = { kind: 'unavailable', party: 'Local chain', reason: 'It does not answer.' } as const
  expect(marks(5n, PAYEE, { effects })).toEqual(['May leave unknown'])
})
